"""Forms of somebody whom the panel does not support: health or social care instead, remaining risk, the police."""

from casework.panel_type.case_forms import CaseForm, Follow
from casework.panel_type.definition import CASE_OFFICER, CHAIR, COORDINATOR, VICE_CHAIR
from casework.panel_type.questions import Choice, Condition, Form, Kind, Question, Section, Sensitivity
from panels.definitions.channel.asked_alike import confirmation, past_day
from panels.definitions.channel.case_lifecycle import PROGRAMME, WAITING
from panels.definitions.channel.forms_before_panel import POLICE

GROUP = "Without support"
OFFICERS = (COORDINATOR, CASE_OFFICER)
CHAIRS = (CHAIR, VICE_CHAIR)
NO_REFERRAL = "none"
TO_WHOM = (
    Choice("health", "To a health service"),
    Choice("social_care", "To social care"),
    Choice("both", "To both"),
    Choice(NO_REFERRAL, "To neither"),
)
REFERRED = ("health", "social_care", "both")

OTHER_CARE = CaseForm(
    key="other_care",
    title="Health or social care instead",
    intro="Section 36(6): a panel that decides against support must consider a referral to health or social care.",
    roles=(*OFFICERS, *CHAIRS),
    states=("s36_met", "reopened", "listed", "heard"),
    in_brief=True,
    form=Form(
        "channel_s36_6",
        1,
        "Health or social care instead",
        (
            Section(
                "other_care",
                "What the panel considered",
                GROUP,
                (
                    confirmation(
                        "considered", "considered", "the panel considered a referral to health and to social care"
                    ),
                    Question(
                        "referral",
                        "Is the person referred?",
                        Kind.CHOICE,
                        Sensitivity.SC,
                        required=True,
                        choices=TO_WHOM,
                        error="Select whether the person is referred",
                    ),
                    Question(
                        "service",
                        "To which service?",
                        Kind.TEXT,
                        Sensitivity.SC,
                        required=True,
                        show_if=Condition("referral", any_of=REFERRED),
                        error="Enter the service to which the person is referred",
                    ),
                    past_day(
                        "referred_on",
                        "When was the referral made?",
                        "Enter when the referral was made",
                        Condition("referral", any_of=REFERRED),
                    ),
                    Question(
                        "referred_by",
                        "Who made it?",
                        Kind.TEXT,
                        Sensitivity.I,
                        required=True,
                        show_if=Condition("referral", any_of=REFERRED),
                        error="Enter who made the referral",
                    ),
                    Question(
                        "why_not",
                        "Why not?",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        show_if=Condition("referral", equals=NO_REFERRAL),
                        max_length=3000,
                        error="Enter why the person is not referred",
                    ),
                ),
            ),
        ),
    ),
)

RESIDUAL_RISK = CaseForm(
    key="residual_risk",
    title="Remaining risk without support",
    intro="Where consent is refused or withdrawn the panel still considers what risk is left (section 36(4)(e)).",
    roles=(*OFFICERS, *CHAIRS),
    states=("consent_refused", "consent_withdrawn"),
    follows=(
        Follow("review_residual", Condition("next_step", equals="review")),
        Follow("support_elsewhere", Condition("next_step", equals="elsewhere")),
    ),
    in_brief=True,
    form=Form(
        "channel_residual",
        1,
        "Remaining risk without support",
        (
            Section(
                "residual",
                "What is left",
                GROUP,
                (
                    Question("risk", "What risk is left?", Kind.LONG, Sensitivity.N, required=True, max_length=4000),
                    Question(
                        "next_step",
                        "What happens next?",
                        Kind.CHOICE,
                        Sensitivity.SC,
                        required=True,
                        choices=(
                            Choice("review", "The panel looks again on a day"),
                            Choice("elsewhere", "Another service supports the person"),
                            Choice("close", "The chair closes the case"),
                            Choice("police", "The police look at it", "The case officer records what they decide"),
                        ),
                        error="Select what happens next",
                    ),
                    Question(
                        "review_on",
                        "When does the panel look again?",
                        Kind.DATE,
                        Sensitivity.O,
                        required=True,
                        show_if=Condition("next_step", equals="review"),
                        error="Enter when the panel looks again",
                    ),
                    Question(
                        "service",
                        "Which service?",
                        Kind.TEXT,
                        Sensitivity.SC,
                        required=True,
                        show_if=Condition("next_step", equals="elsewhere"),
                        error="Enter which service supports the person",
                    ),
                ),
            ),
        ),
    ),
)

TAKEN_BY_POLICE = CaseForm(
    key="taken_by_police",
    title="Taken on by the police",
    intro="The day and the route, and nothing of why.",
    roles=(CASE_OFFICER,),
    agency_types=POLICE,
    states=(*WAITING, *PROGRAMME, "listed"),
    follows=(
        Follow("to_plp", Condition("route", equals="plp"), "moved_plp"),
        Follow("to_pursue", Condition("route", equals="pursue"), "pursue"),
    ),
    form=Form(
        "channel_police",
        1,
        "Taken on by the police",
        (
            Section(
                "police",
                "The route",
                GROUP,
                (
                    Question(
                        "route",
                        "How does it go on?",
                        Kind.CHOICE,
                        Sensitivity.CO,
                        required=True,
                        choices=(
                            Choice("plp", "In a police-led partnership"),
                            Choice("pursue", "In an investigation or after an arrest"),
                        ),
                        error="Select how it goes on",
                    ),
                    past_day("taken_on", "From when?", "Enter from when"),
                ),
            ),
        ),
    ),
)
