"""Who refers. A third party may report for somebody who does not want to be named, or from a reporting centre."""

from casework.panel_type.common_sections import referrer
from casework.panel_type.questions import Choice, Condition, Kind, Question, Section, Sensitivity
from panels.definitions.hate_incident.choices import REPORTING_ROUTES

REFERRER = referrer.REFERRER

SOURCES = (
    Choice("self", "The person affected told us"),
    Choice("witness", "Somebody who saw or heard it"),
    Choice("centre", "A third-party reporting centre"),
    Choice("councillor", "A councillor"),
    Choice("anonymous", "Somebody who does not give their name"),
    Choice("agency", "Our own work"),
)

ORIGIN = Section(
    id="origin",
    title="How this referral came about",
    group=referrer.GROUP,
    questions=(
        Question(
            "source",
            "Who told you?",
            Kind.CHOICE,
            Sensitivity.I,
            required=True,
            choices=SOURCES,
            error="Select who told you",
        ),
        Question(
            "centre",
            "Which reporting centre?",
            Kind.TEXT,
            Sensitivity.O,
            required=True,
            show_if=Condition("source", equals="centre"),
            error="Enter the name of the reporting centre",
        ),
        Question("route", "How did it reach you?", Kind.CHOICE, Sensitivity.O, choices=REPORTING_ROUTES),
        *referrer.ORIGIN.questions[1:],
    ),
)
