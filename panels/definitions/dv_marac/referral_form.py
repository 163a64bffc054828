"""The referral form: who is affected, children, the adviser who speaks for them, why, and whether they know."""

from dataclasses import replace

from casework.panel_type.common_sections.household import HOUSEHOLD
from casework.panel_type.common_sections.impact import IMPACT, TRIED
from casework.panel_type.common_sections.people import PEOPLE
from casework.panel_type.common_sections.referrer import ORIGIN as COMMON_ORIGIN
from casework.panel_type.common_sections.referrer import REFERRER
from casework.panel_type.common_sections.responsible import ORDERS_IN_FORCE, RESPONSIBLE
from casework.panel_type.common_sections.safeguarding import ASSESSMENT, SAFEGUARDING
from casework.panel_type.common_sections.sharing import DECLARATION, SHARING
from casework.panel_type.questions import YES, Choice, Condition, Form, Kind, Question, Section, Sensitivity

ROUTES = (
    Choice("visible_risk", "Visible high risk", "Fourteen ticks or more"),
    Choice("judgement", "Professional judgement"),
    Choice("escalation", "Escalation", "Commonly three reports or more in twelve months"),
    Choice("repeat", "A new incident within twelve months of the last hearing"),
)

ORIGIN = replace(
    COMMON_ORIGIN,
    questions=tuple(
        replace(question, choices=ROUTES, hint="Select all that apply. Any one is enough")
        if question.id == "routes"
        else question
        for question in COMMON_ORIGIN.questions
    ),
)

REASON = Section(
    id="reason",
    title="Why this comes to the panel",
    group="About the problem",
    questions=(
        Question(
            "latest_on",
            "When was the latest incident?",
            Kind.DATE,
            Sensitivity.CO,
            required=True,
            allow_not_known=True,
            past_only=True,
            error="Enter when the latest incident was, or select that you do not know",
        ),
        Question(
            "what_happened",
            "What has happened?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            error="Enter what has happened",
        ),
        Question(
            "reports_in_year",
            "How many reports in the last twelve months?",
            Kind.INTEGER,
            Sensitivity.CO,
            allow_not_known=True,
            highest=999,
        ),
    ),
)

ADVISER = Section(
    id="adviser",
    title="The independent adviser",
    group="Sharing and safety",
    intro="The person affected does not come to the meeting. Their independent adviser speaks for them.",
    questions=(
        Question(
            "has_adviser",
            "Do they have an independent adviser?",
            Kind.YES_NO,
            Sensitivity.SC,
            required=True,
            error="Select whether they have an independent adviser",
        ),
        Question(
            "name",
            "Name of the adviser and their service",
            Kind.TEXT,
            Sensitivity.I,
            required=True,
            show_if=Condition("has_adviser", equals=YES),
            error="Enter the adviser's name and service",
        ),
        Question(
            "wants_adviser",
            "Do they want one?",
            Kind.YES_NO,
            Sensitivity.SC,
            required=True,
            show_if=Condition("has_adviser", any_of=("no", "not_known")),
            error="Select whether they want an adviser",
        ),
    ),
)

REFERRAL_FORM = Form(
    id="dv_ref",
    version=1,
    title="Refer someone to the domestic abuse MARAC",
    sections=(
        REFERRER,
        ORIGIN,
        PEOPLE,
        HOUSEHOLD,
        RESPONSIBLE,
        ORDERS_IN_FORCE,
        REASON,
        IMPACT,
        TRIED,
        ADVISER,
        SAFEGUARDING,
        ASSESSMENT,
        SHARING,
        DECLARATION,
    ),
)
