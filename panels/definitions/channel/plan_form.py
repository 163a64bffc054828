"""The support plan: what section 36(4) says must stand in it."""

from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.case_forms import CaseForm, Follow
from casework.panel_type.questions import Form, Kind, Question, Section, Sensitivity
from panels.definitions.channel.asked_alike import plan_version_question
from panels.definitions.channel.case_lifecycle import OFFICERS
from panels.definitions.channel.choices import ASKED_HOW, INTERVENTIONS
from panels.definitions.channel.consent_rules import PLAN, check_plan

GROUP = "Support"

SUPPORT_PLAN = CaseForm(
    key=PLAN,
    title="Support plan",
    intro=(
        "Section 36(4): how, when and by whom consent is asked for; what the support is; who is responsible for it; "
        "how and when it is given. A new version needs a new consent."
    ),
    roles=OFFICERS,
    states=("adopted_pending_consent", "in_support", "review_due"),
    checks=(check_plan,),
    follows=(Follow("revise_plan"),),
    in_brief=True,
    form=Form(
        "channel_plan",
        1,
        "Support plan",
        (
            Section(
                "plan",
                "Consent",
                GROUP,
                (
                    plan_version_question(),
                    Question(
                        "consent_how",
                        "How will consent be asked for?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=ASKED_HOW,
                        error="Select how consent will be asked for",
                    ),
                    Question(
                        "consent_by_on",
                        "By when?",
                        Kind.DATE,
                        Sensitivity.O,
                        required=True,
                        error="Enter by when consent will be asked for",
                    ),
                    Question(
                        "consent_asked_by",
                        "By whom?",
                        Kind.TEXT,
                        Sensitivity.I,
                        required=True,
                        error="Enter who will ask for consent",
                    ),
                    Question(
                        "review_by", "Review of the plan by", Kind.DATE, Sensitivity.O, hint="Within three months"
                    ),
                ),
            ),
            Section(
                "support",
                "The support",
                GROUP,
                (
                    Question("need", "Risk or need it meets", Kind.LONG, Sensitivity.N, required=True, max_length=3000),
                    Question(
                        "kind",
                        "Kind of support",
                        Kind.CHOICE,
                        Sensitivity.SC,
                        required=True,
                        choices=INTERVENTIONS,
                        error="Select the kind of support",
                    ),
                    Question(
                        "provider", "Who gives it?", Kind.TEXT, Sensitivity.I, required=True, error="Enter who gives it"
                    ),
                    Question(
                        "agency",
                        "Agency responsible for it",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=AGENCY_TYPES,
                        error="Select the agency responsible for it",
                    ),
                    Question(
                        "starts_on",
                        "From when?",
                        Kind.DATE,
                        Sensitivity.O,
                        required=True,
                        error="Enter from when it is given",
                    ),
                    Question(
                        "how_often",
                        "How, and how often?",
                        Kind.TEXT,
                        Sensitivity.O,
                        required=True,
                        error="Enter how and how often it is given",
                    ),
                    Question("measure", "How will you know that it helps?", Kind.LONG, Sensitivity.N, max_length=2000),
                    Question(
                        "without_consent", "What if consent is withdrawn?", Kind.LONG, Sensitivity.N, max_length=2000
                    ),
                ),
                repeats=True,
                min_items=1,
                item_name="what support is given",
            ),
        ),
    ),
)
