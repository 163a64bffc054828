"""After the outcome: what the bodies answer, checks of the plan, appeals, and the local policing body."""

from casework.panel_type.case_forms import CaseForm, Follow
from casework.panel_type.questions import NO, YES, Choice, Condition, Form, Kind, Question, Section, Sensitivity
from panels.definitions.asb_case_review.application_section import ROUTES
from panels.definitions.asb_case_review.case_lifecycle import AFTER_OUTCOME, APPEALABLE, KEEPERS
from panels.definitions.asb_case_review.form_checks import appeal_in_time_or_why, known_recommendation
from panels.definitions.asb_case_review.information_forms import OF_BODIES

AFTERWARDS = (*AFTER_OUTCOME, "appeal_received", "appeal_upheld", "appeal_not_upheld", "lpb_review")
CHECKS = (
    Choice("week_4", "4 weeks"),
    Choice("week_8", "8 weeks"),
    Choice("week_12", "12 weeks"),
    Choice("extra", "Another"),
)
ABOUT = (
    Choice("threshold", "The decision on the threshold"),
    Choice("handling", "How it was handled"),
    Choice("outcome", "The outcome or the recommendations"),
)
UPHELD = (Choice(YES, "Upheld"), Choice(NO, "Not upheld"))


def _reasons(hint: str = "") -> Question:
    return Question(
        "reasons",
        "The reasons, as the applicant reads them",
        Kind.LONG,
        Sensitivity.N,
        required=True,
        max_length=4000,
        hint=hint,
        error="Enter the reasons as the applicant reads them",
    )


RESPONSE = CaseForm(
    key="recommendation_response",
    title="What a body answers to a recommendation",
    form=Form(
        "recommendation_response",
        1,
        "What a body answers to a recommendation",
        (
            Section(
                "response",
                "The answer",
                "",
                (
                    Question(
                        "recommendation",
                        "Number of the recommendation",
                        Kind.INTEGER,
                        Sensitivity.O,
                        required=True,
                        lowest=1,
                        highest=40,
                        error="Enter the number of the recommendation",
                    ),
                    Question(
                        "accepted",
                        "Is it taken up?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=(Choice(YES, "Yes"), Choice("partly", "In part"), Choice(NO, "No")),
                        error="Select whether it is taken up",
                    ),
                    Question("what", "What is done, by whom and by when?", Kind.LONG, Sensitivity.N, max_length=2000),
                    Question(
                        "why",
                        "Why not all of it?",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=2000,
                        show_if=Condition("accepted", any_of=("partly", NO)),
                        hint="A body must have regard to a recommendation, so it gives its reasons",
                        error="Enter why not all of it is taken up",
                    ),
                ),
            ),
        ),
    ),
    roles=OF_BODIES,
    states=AFTERWARDS,
    checks=(known_recommendation,),
)

PLAN_CHECK = CaseForm(
    key="plan_check",
    title="Check of the plan",
    form=Form(
        "plan_check",
        1,
        "Check of the plan",
        (
            Section(
                "plan_check",
                "The check",
                "",
                (
                    Question("which", "Which check?", Kind.CHOICE, Sensitivity.O, required=True, choices=CHECKS),
                    Question("on", "When?", Kind.DATE, Sensitivity.O, required=True, past_only=True),
                    Question(
                        "done",
                        "What has been done, and what not?",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=4000,
                        error="Enter what has been done",
                    ),
                    Question(
                        "going_on",
                        "Is it still happening?",
                        Kind.YES_NO,
                        Sensitivity.CO,
                        required=True,
                        error="Select whether it is still happening",
                    ),
                    Question("says", "What the person affected says", Kind.LONG, Sensitivity.N, max_length=4000),
                ),
            ),
        ),
    ),
    roles=KEEPERS,
    states=AFTER_OUTCOME,
)

APPEAL = CaseForm(
    key="appeal",
    title="An appeal came in",
    form=Form(
        "appeal",
        1,
        "An appeal came in",
        (
            Section(
                "appeal",
                "The appeal",
                "",
                (
                    Question(
                        "received_on", "When did it come in?", Kind.DATE, Sensitivity.O, required=True, past_only=True
                    ),
                    Question("route", "How?", Kind.CHOICE, Sensitivity.O, required=True, choices=ROUTES),
                    Question("about", "What is it about?", Kind.MULTI, Sensitivity.O, required=True, choices=ABOUT),
                    Question(
                        "words",
                        "In the applicant's words",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=4000,
                        error="Enter what the applicant says",
                    ),
                    Question(
                        "late_reason",
                        "If it came late, why is it taken all the same?",
                        Kind.LONG,
                        Sensitivity.N,
                        max_length=2000,
                        hint="An appeal in time needs no reason",
                    ),
                ),
            ),
        ),
    ),
    roles=KEEPERS,
    states=APPEALABLE,
    checks=(appeal_in_time_or_why,),
    follows=(Follow("appeal"),),
    letters=("appeal_received",),
)

APPEAL_DECISION = CaseForm(
    key="appeal_decision",
    title="Decide the appeal",
    form=Form(
        "appeal_decision",
        1,
        "Decide the appeal",
        (
            Section(
                "appeal_decision",
                "The decision",
                "",
                (
                    Question(
                        "upheld",
                        "Decision",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=UPHELD,
                        error="Select whether the appeal is upheld",
                    ),
                    _reasons("It goes into the letter, with where to go next"),
                    Question(
                        "adviser", "Somebody of another partnership who looked at it with you", Kind.TEXT, Sensitivity.O
                    ),
                ),
            ),
        ),
    ),
    roles=KEEPERS,
    states=("appeal_received",),
    fresh_eyes=True,
    follows=(
        Follow("uphold_appeal", Condition("upheld", equals=YES)),
        Follow("dismiss_appeal", Condition("upheld", equals=NO)),
    ),
    letters=("appeal_outcome",),
    intro="Decided by somebody who has taken no part in this case. Whoever has, is not offered this form.",
)

POLICING_BODY = CaseForm(
    key="policing_body",
    title="The local policing body is asked",
    form=Form(
        "policing_body",
        1,
        "The local policing body is asked",
        (
            Section(
                "policing_body",
                "The request",
                "",
                (
                    Question("asked_on", "When?", Kind.DATE, Sensitivity.O, required=True, past_only=True),
                    Question(
                        "grounds",
                        "What the applicant says",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=4000,
                        error="Enter what the applicant says",
                    ),
                ),
            ),
        ),
    ),
    roles=KEEPERS,
    states=("appeal_not_upheld",),
    follows=(Follow("ask_policing_body"),),
)

POLICING_BODY_DECISION = CaseForm(
    key="policing_body_decision",
    title="What the local policing body decided",
    form=Form(
        "policing_body_decision",
        1,
        "What the local policing body decided",
        (
            Section(
                "policing_body_decision",
                "The decision",
                "",
                (
                    Question("on", "When?", Kind.DATE, Sensitivity.O, required=True, past_only=True),
                    Question(
                        "upheld",
                        "Decision",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=(Choice(YES, "Upheld, and sent back to us"), Choice(NO, "Not upheld")),
                        error="Select what it decided",
                    ),
                    _reasons(),
                ),
            ),
        ),
    ),
    roles=KEEPERS,
    states=("lpb_review",),
    follows=(Follow("remit", Condition("upheld", equals=YES)),),
    letters=("policing_body_outcome",),
)

FOLLOW_UP_FORMS = (RESPONSE, PLAN_CHECK, APPEAL, APPEAL_DECISION, POLICING_BODY, POLICING_BODY_DECISION)
