"""The decision about the threshold. A refusal exists only while the law leaves one open (s104(4) and (5))."""

from casework.panel_type.agency_types import COUNCIL, HEALTH, LANDLORDS
from casework.panel_type.case_forms import CaseForm, Follow, Second
from casework.panel_type.questions import NO, YES, Choice, Condition, Form, Kind, Question, Section, Sensitivity
from panels.definitions.asb_case_review.case_lifecycle import KEEPERS
from panels.definitions.asb_case_review.form_checks import caveats_alone, ground_of_the_count
from panels.definitions.asb_case_review.information_forms import OF_BODIES
from panels.definitions.asb_case_review.threshold_workings import REFUSAL_POSSIBLE

RELEVANT_BODIES = tuple(dict.fromkeys(("police", *COUNCIL, *HEALTH, *LANDLORDS)))
"""Agency types of the relevant bodies (s105) and of the social landlords they work with (Schedule 4)."""

BY_COUNT, BY_LOCAL_RULE, BY_DISCRETION = "count", "local", "discretion"
GROUNDS = (
    Choice(BY_COUNT, "By the count of qualifying complaints", "Section 104(4): the bodies must decide so"),
    Choice(BY_LOCAL_RULE, "By a rule of the local procedure"),
    Choice(BY_DISCRETION, "By persistence, harm or the response so far", "Section 104(5)"),
)
CAVEATS = (
    Choice("late", "The application came more than a month after the last report"),
    Choice("investigating", "An agency is still looking into it"),
    Choice("too_recent", "It is too recent for the agencies to have acted"),
    Choice("closed", "An agency has closed its case"),
    Choice("complaint", "A complaints procedure is in use"),
)
SIGNPOSTS = (
    Choice("report_again", "Report it again, and apply again when there are further incidents"),
    Choice("landlord", "The landlord"),
    Choice("council", "The council's anti-social behaviour team"),
    Choice("police", "The neighbourhood police team"),
    Choice("mediation", "Mediation"),
    Choice("victim_support", "Victim Support"),
    Choice("ombudsman", "An ombudsman"),
)
_DISCRETION = Condition("ground", equals=BY_DISCRETION)


def _s104_5(key: str, label: str, hint: str, show_if: Condition | None = None) -> Question:
    error = f"Enter {label[:1].lower()}{label[1:].rstrip('?')}"
    return Question(key, label, Kind.LONG, Sensitivity.N, True, hint, show_if=show_if, max_length=4000, error=error)


def _considered(show_if: Condition | None = None) -> tuple[Question, ...]:
    return (
        _s104_5("persistence", "How persistent it is", "How often, for how long, whether it goes on", show_if),
        _s104_5("harm", "The harm it has done or could do", "To the person, the household and others", show_if),
        _s104_5(
            "adequacy", "How adequate the response has been", "What each body did, when, and what came of it", show_if
        ),
    )


DECIDE_MET = CaseForm(
    key="threshold_met",
    title="Decide that the threshold is met",
    form=Form(
        "threshold_met",
        1,
        "Decide that the threshold is met",
        (
            Section(
                "threshold_met",
                "The decision",
                "",
                (
                    Question(
                        "ground",
                        "Why is it met?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=GROUNDS,
                        error="Select why it is met",
                    ),
                    *_considered(_DISCRETION),
                    Question(
                        "reasons",
                        "What the applicant is told about it",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=4000,
                        hint="In plain words. It goes into the letter",
                        error="Enter what the applicant is told",
                    ),
                    Question(
                        "decided_with", "Which bodies decided with you?", Kind.TEXT, Sensitivity.O, recommended=True
                    ),
                ),
            ),
        ),
    ),
    roles=KEEPERS,
    states=("screening",),
    checks=(ground_of_the_count,),
    follows=(Follow("meet_threshold"),),
    letters=("threshold_met",),
    intro="When the count meets the threshold, the relevant bodies must decide that it is met. You confirm it.",
)

REFUSE = CaseForm(
    key="threshold_refusal",
    title="Decide that the threshold is not met",
    form=Form(
        "threshold_refusal",
        1,
        "Decide that the threshold is not met",
        (
            Section(
                "threshold_refusal",
                "What was considered",
                "",
                (
                    *_considered(),
                    Question(
                        "caveats",
                        "Conditions of the local procedure that are not kept",
                        Kind.MULTI,
                        Sensitivity.O,
                        choices=CAVEATS,
                        hint="They warn. None of them is a ground of its own",
                    ),
                    Question(
                        "caveats_alone",
                        "Does the refusal rest on those conditions alone?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=(Choice(NO, "No"), Choice(YES, "Yes")),
                        show_if=Condition("caveats", any_of=tuple(caveat.value for caveat in CAVEATS)),
                        error="Select whether the refusal rests on those conditions alone",
                    ),
                    Question(
                        "advice_taken",
                        "Whose advice did you take before refusing on a local condition?",
                        Kind.TEXT,
                        Sensitivity.O,
                        required=True,
                        show_if=Condition("caveats_alone", equals=YES),
                        hint="Guidance lets areas set levels, and does not let them lower the standard",
                        error="Enter whose advice you took",
                    ),
                    Question(
                        "reasons",
                        "The reasons, as the applicant reads them",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=4000,
                        hint="Complaint by complaint, in plain words. It goes into the letter, with how to appeal",
                        error="Enter the reasons as the applicant reads them",
                    ),
                    Question(
                        "signposts",
                        "Where else they can turn",
                        Kind.MULTI,
                        Sensitivity.O,
                        required=True,
                        choices=SIGNPOSTS,
                        error="Select where else they can turn",
                    ),
                    Question(
                        "decided_by",
                        "Who decided?",
                        Kind.TEXT,
                        Sensitivity.O,
                        required=True,
                        hint="Names and bodies. At least two relevant bodies",
                        error="Enter who decided",
                    ),
                ),
            ),
        ),
    ),
    roles=OF_BODIES,
    agency_types=RELEVANT_BODIES,
    states=("screening",),
    offered=REFUSAL_POSSIBLE,
    checks=(caveats_alone,),
    second=Second.AGENCY,
    follows=(Follow("refuse_threshold"),),
    letters=("threshold_not_met",),
    intro="Section 104(5): persistence, harm or potential harm, adequacy of the response. A second body must agree.",
)

VEXATIOUS = CaseForm(
    key="vexatious",
    title="Decline as vexatious",
    form=Form(
        "vexatious",
        1,
        "Decline as vexatious",
        (
            Section(
                "vexatious",
                "Why",
                "",
                (
                    Question(
                        "why",
                        "Why is the application vexatious, and not only unwelcome or repeated?",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=4000,
                        error="Enter why the application is vexatious",
                    ),
                    Question(
                        "reasons",
                        "The reasons, as the applicant reads them",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=4000,
                        error="Enter the reasons as the applicant reads them",
                    ),
                    Question(
                        "decided_by", "Who decided?", Kind.TEXT, Sensitivity.O, required=True, error="Enter who decided"
                    ),
                ),
            ),
        ),
    ),
    roles=OF_BODIES,
    agency_types=RELEVANT_BODIES,
    states=("screening",),
    offered=REFUSAL_POSSIBLE,
    second=Second.AGENCY,
    follows=(Follow("decline_vexatious"),),
    letters=("declined",),
    intro="Two bodies must agree. The applicant can appeal.",
)

NOT_ASB = CaseForm(
    key="not_asb",
    title="Not anti-social behaviour: send it elsewhere",
    form=Form(
        "not_asb",
        1,
        "Not anti-social behaviour: send it elsewhere",
        (
            Section(
                "not_asb",
                "Why, and where to",
                "",
                (
                    Question(
                        "reasons",
                        "Why it is not anti-social behaviour, as the applicant reads it",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=4000,
                        hint="Section 104(12): nobody was caused harassment, alarm or distress",
                        error="Enter why it is not anti-social behaviour",
                    ),
                    Question(
                        "where_to",
                        "Which service deals with it?",
                        Kind.TEXT,
                        Sensitivity.O,
                        required=True,
                        error="Enter which service deals with it",
                    ),
                ),
            ),
        ),
    ),
    roles=KEEPERS,
    states=("screening",),
    offered=REFUSAL_POSSIBLE,
    second=Second.PERSON,
    follows=(Follow("redirect"),),
    letters=("redirected",),
)

THRESHOLD_FORMS = (DECIDE_MET, REFUSE, VEXATIOUS, NOT_ASB)
