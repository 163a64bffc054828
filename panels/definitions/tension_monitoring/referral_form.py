"""The tension report: about a place and a community. No section has a box for a person."""

from casework.panel_type.common_sections.referrer import REFERRER
from casework.panel_type.common_sections.tension import TENSION_REPORT
from casework.panel_type.questions import Choice, Form, Kind, Question, Section, Sensitivity

CRITERIA = (
    Choice("large", "Large parts of a community are affected, or disorder is possible"),
    Choice("single", "One incident is likely to grow, or to affect many"),
    Choice("after_panel", "Another panel has done what it can, and tension remains"),
    Choice("violence", "Serious violence"),
)

WHY = Section(
    id="why",
    title="Why the group should look at it",
    group="The tension",
    questions=(
        Question(
            "criteria",
            "Which of these is it?",
            Kind.MULTI,
            Sensitivity.O,
            required=True,
            choices=CRITERIA,
            error="Select why the group should look at it",
        ),
        Question(
            "urgent",
            "Could there be disorder within the next day?",
            Kind.YES_NO,
            Sensitivity.O,
            required=True,
            error="Select whether there could be disorder within the next day",
        ),
        Question(
            "done",
            "What is being done already?",
            Kind.LONG,
            Sensitivity.O,
            max_length=4000,
        ),
    ),
)

REFERRAL_FORM = Form(
    id="tension_report",
    version=1,
    title="Report tension in a community",
    sections=(REFERRER, TENSION_REPORT, WHY),
)
