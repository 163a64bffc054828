"""Arranging the review, sharing the draft plan with the person affected, and the outcome."""

from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.case_forms import CaseForm, Follow
from casework.panel_type.questions import NO, YES, Choice, Condition, Form, Kind, Question, Section, Sensitivity
from panels.definitions.asb_case_review.case_lifecycle import CHAIRS, KEEPERS
from panels.definitions.asb_case_review.case_rules import BODIES_NAMED, DRAFT_SHARED, VIEWS_HEARD
from panels.definitions.asb_case_review.form_checks import chair_is_independent, outcome_fits
from panels.definitions.asb_case_review.wishes_section import INVOLVED

RECOMMENDED = "recommendations"
OUTCOMES = (
    Choice(RECOMMENDED, "Recommendations are made"),
    Choice("further_action", "Further action was agreed"),
    Choice("joint_plan", "A joint plan was agreed"),
    Choice("referred", "Referred to another panel or to safeguarding"),
    Choice("no_further_action", "No further action: the response was adequate"),
)
TOOK_PART = (
    *INVOLVED[:4],
    Choice("invited", "Was invited and did not take part"),
    Choice("updates", "Wanted updates alone"),
)

ARRANGEMENTS = CaseForm(
    key="review_arrangements",
    title="Arrange the review",
    form=Form(
        "review_arrangements",
        1,
        "Arrange the review",
        (
            Section(
                "chair",
                "An independent chair",
                "",
                (
                    Question("chair_name", "Name", Kind.TEXT, Sensitivity.O, required=True, error="Enter who chairs"),
                    Question("chair_job", "Job title", Kind.TEXT, Sensitivity.O, required=True),
                    Question(
                        "chair_kind", "Kind of service", Kind.CHOICE, Sensitivity.O, required=True, choices=AGENCY_TYPES
                    ),
                    Question(
                        "chair_service",
                        "Name of the service",
                        Kind.TEXT,
                        Sensitivity.O,
                        required=True,
                        hint="It is compared with the bodies whose response is looked at",
                        error="Enter the name of the service",
                    ),
                    Question(
                        "involved",
                        "Has this person or their team dealt with the case?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=(Choice(NO, "No"), Choice(YES, "Yes")),
                        error="Select whether they have dealt with the case",
                    ),
                ),
            ),
            Section(
                "meeting",
                "The meeting",
                "",
                (
                    Question("held_at", "When?", Kind.DATETIME, Sensitivity.O, required=True),
                    Question("place", "Where, or how to join?", Kind.TEXT, Sensitivity.O, required=True),
                    Question(
                        "takes_part",
                        "How does the person affected take part?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=INVOLVED,
                        hint="They choose. They are invited to the first part of the meeting",
                        error="Select how the person affected takes part",
                    ),
                    Question(
                        "adjustments",
                        "What is arranged so that they can",
                        Kind.TEXT,
                        Sensitivity.SC,
                        required=True,
                        hint="Interpreter, somebody with them, breaks. Enter “none” if nothing is needed",
                        error="Enter what is arranged, or “none”",
                    ),
                ),
            ),
        ),
    ),
    roles=KEEPERS,
    states=("threshold_met", "review_scheduled"),
    requires=(BODIES_NAMED,),
    checks=(chair_is_independent,),
    follows=(Follow("schedule_review"),),
    letters=("review_date",),
    in_brief=True,
)

DRAFT_PLAN = CaseForm(
    key="draft_plan",
    title="Draft plan, for the person affected",
    form=Form(
        "draft_plan",
        1,
        "Draft plan, for the person affected",
        (
            Section(
                "draft_plan",
                "The draft",
                "",
                (
                    Question(
                        "plan",
                        "What each body would do, by when",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=6000,
                        hint="In plain words. Nothing about the health, record or home of anybody else",
                        error="Enter what each body would do",
                    ),
                    Question("shared_on", "When is it shared with them?", Kind.DATE, Sensitivity.O, required=True),
                    Question(
                        "answer_by", "By when can they say what they think?", Kind.DATE, Sensitivity.O, required=True
                    ),
                    Question(
                        "checked",
                        "I have",
                        Kind.MULTI,
                        Sensitivity.O,
                        required=True,
                        choices=(Choice("nobody_else", "checked that it tells nothing about anybody else"),),
                        error="Confirm that it tells nothing about anybody else",
                    ),
                ),
            ),
        ),
    ),
    roles=KEEPERS,
    states=("plan_consultation",),
    letters=("draft_plan",),
    intro="The person affected is asked what they think before the plan is final (statutory guidance, 2025).",
)

PLAN_VIEWS = CaseForm(
    key="plan_views",
    title="What the person affected says about the plan",
    form=Form(
        "plan_views",
        1,
        "What the person affected says about the plan",
        (
            Section(
                "plan_views",
                "Their views",
                "",
                (
                    Question(
                        "answered",
                        "Did they say what they think?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=(
                            Choice(YES, "Yes"),
                            Choice("no_comment", "They had nothing to add"),
                            Choice(NO, "Not by the day"),
                        ),
                        error="Select whether they said what they think",
                    ),
                    Question("on", "When?", Kind.DATE, Sensitivity.O, required=True, past_only=True),
                    Question(
                        "views",
                        "In their own words",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=4000,
                        show_if=Condition("answered", equals=YES),
                        error="Enter what they said",
                    ),
                    Question(
                        "changed",
                        "What changes in the plan because of it, and what does not, and why?",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=4000,
                        show_if=Condition("answered", equals=YES),
                        error="Enter what changes in the plan because of it",
                    ),
                ),
            ),
        ),
    ),
    roles=KEEPERS,
    states=("plan_consultation",),
    requires=(DRAFT_SHARED,),
)

OUTCOME = CaseForm(
    key="outcome",
    title="Outcome of the review",
    form=Form(
        "outcome",
        1,
        "Outcome of the review",
        (
            Section(
                "outcome",
                "What the review found",
                "",
                (
                    Question(
                        "outcomes",
                        "Outcome",
                        Kind.MULTI,
                        Sensitivity.O,
                        required=True,
                        choices=OUTCOMES,
                        error="Select the outcome",
                    ),
                    Question(
                        "findings",
                        "What the review found about the response, and why",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=6000,
                        hint="As the applicant reads it. Nothing about the health, record or home of anybody else",
                        error="Enter what the review found",
                    ),
                    Question(
                        "plan", "The plan, as it is final", Kind.LONG, Sensitivity.N, max_length=6000, recommended=True
                    ),
                    Question(
                        "took_part",
                        "How did the person affected take part?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=TOOK_PART,
                        error="Select how the person affected took part",
                    ),
                ),
            ),
            Section(
                "recommendations",
                "Recommendations",
                "",
                (
                    Question(
                        "to_kind",
                        "To which kind of service?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=AGENCY_TYPES,
                    ),
                    Question("to_name", "Its name", Kind.TEXT, Sensitivity.O, required=True),
                    Question(
                        "text",
                        "What is recommended",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=2000,
                        error="Enter what is recommended",
                    ),
                    Question(
                        "answer_by",
                        "By when does it answer?",
                        Kind.DATE,
                        Sensitivity.O,
                        required=True,
                        hint="20 working days from the letter, unless you agree another day",
                    ),
                ),
                repeats=True,
                item_name="a recommendation",
                intro="Leave this empty only if the outcome says that none is made.",
            ),
        ),
    ),
    roles=CHAIRS,
    states=("plan_consultation",),
    requires=(DRAFT_SHARED, VIEWS_HEARD),
    checks=(outcome_fits,),
    follows=(Follow("issue_outcome"),),
    letters=("outcome",),
)

REVIEW_FORMS = (ARRANGEMENTS, DRAFT_PLAN, PLAN_VIEWS, OUTCOME)
