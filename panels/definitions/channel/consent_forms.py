"""The consent on which support rests, and its end."""

from casework.panel_type.case_forms import CaseForm, Follow
from casework.panel_type.questions import Condition, Form, Kind, Question, Section, Sensitivity
from panels.definitions.channel.asked_alike import plan_version_question
from panels.definitions.channel.case_lifecycle import OFFICERS, WITH_SUPPORT
from panels.definitions.channel.choices import (
    ASKED_HOW,
    CAPACITY,
    CHILD_VIEWS,
    FOR_A_CHILD,
    GIVEN,
    GIVEN_BY,
    OUTCOMES,
    REFUSED,
)
from panels.definitions.channel.consent_rules import CONSENT, WITHDRAWAL, check_consent, check_withdrawal
from panels.definitions.channel.requirements import CONSENT_GIVEN, PLAN_EXISTS

GROUP = "Support"
BY_SOMEBODY_ELSE = Condition("given_by", any_of=FOR_A_CHILD)

CONSENT_RECORD = CaseForm(
    key=CONSENT,
    title="Consent",
    intro=(
        "Support begins only with consent. Under 18 a parent or guardian gives it. It counts for one version of the "
        "plan, and can be withdrawn on any day."
    ),
    roles=OFFICERS,
    states=("adopted_pending_consent",),
    requires=(PLAN_EXISTS,),
    checks=(check_consent,),
    follows=(
        Follow("consent_given", Condition("outcome", equals=GIVEN)),
        Follow("consent_refused", Condition("outcome", equals=REFUSED)),
    ),
    ends_provider_tasks=Condition("outcome", equals=REFUSED),
    in_brief=True,
    form=Form(
        "channel_consent",
        1,
        "Consent",
        (
            Section(
                "consent",
                "Consent to the support plan",
                GROUP,
                (
                    plan_version_question(),
                    Question(
                        "asked_by", "Who asked?", Kind.TEXT, Sensitivity.I, required=True, error="Enter who asked"
                    ),
                    Question(
                        "asked_on",
                        "When did they ask?",
                        Kind.DATE,
                        Sensitivity.O,
                        required=True,
                        past_only=True,
                        error="Enter when they asked",
                    ),
                    Question(
                        "asked_how",
                        "How did they ask?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=ASKED_HOW,
                        error="Select how they asked",
                    ),
                    Question(
                        "given_by",
                        "Who was asked?",
                        Kind.CHOICE,
                        Sensitivity.SC,
                        required=True,
                        choices=GIVEN_BY,
                        error="Select who was asked",
                    ),
                    Question(
                        "giver_name",
                        "Their name",
                        Kind.TEXT,
                        Sensitivity.I,
                        required=True,
                        show_if=BY_SOMEBODY_ELSE,
                        error="Enter the name of whoever was asked",
                    ),
                    Question(
                        "responsibility",
                        "How is their parental responsibility shown?",
                        Kind.TEXT,
                        Sensitivity.I,
                        required=True,
                        show_if=BY_SOMEBODY_ELSE,
                        hint="For example, birth certificate seen, court order seen",
                        error="Enter how their parental responsibility is shown",
                    ),
                    Question(
                        "child_view",
                        "What does the child say?",
                        Kind.CHOICE,
                        Sensitivity.SC,
                        required=True,
                        choices=CHILD_VIEWS,
                        show_if=BY_SOMEBODY_ELSE,
                        error="Select what the child says",
                    ),
                    Question(
                        "adult_on",
                        "When does the person turn 18?",
                        Kind.DATE,
                        Sensitivity.I,
                        required=True,
                        show_if=BY_SOMEBODY_ELSE,
                        hint="From that day the person has to agree themselves",
                        error="Enter the day on which the person turns 18",
                    ),
                    Question(
                        "capacity",
                        "Can the person decide this?",
                        Kind.CHOICE,
                        Sensitivity.SC,
                        required=True,
                        choices=CAPACITY,
                        error="Select whether the person can decide this",
                    ),
                    Question(
                        "outcome",
                        "What was the answer?",
                        Kind.CHOICE,
                        Sensitivity.SC,
                        required=True,
                        choices=OUTCOMES,
                        error="Select what the answer was",
                    ),
                    Question(
                        "answered_on",
                        "When was it given?",
                        Kind.DATE,
                        Sensitivity.O,
                        required=True,
                        past_only=True,
                        error="Enter when the answer was given",
                    ),
                    Question("conditions", "Conditions, or the child’s own words", Kind.LONG, Sensitivity.N),
                ),
            ),
        ),
    ),
)

CONSENT_WITHDRAWAL = CaseForm(
    key=WITHDRAWAL,
    title="Consent withdrawn",
    intro="Support ends at once, and so do the tasks of those who give it. The record stays.",
    roles=OFFICERS,
    states=(*WITH_SUPPORT, "listed"),
    offered=CONSENT_GIVEN,
    checks=(check_withdrawal,),
    follows=(Follow("withdraw_consent"),),
    ends_provider_tasks=Condition("withdrawn_by", any_of=tuple(choice.value for choice in GIVEN_BY)),
    form=Form(
        "channel_withdrawal",
        1,
        "Consent withdrawn",
        (
            Section(
                "withdrawal",
                "Who withdrew it",
                GROUP,
                (
                    Question(
                        "withdrawn_by",
                        "Who withdrew it?",
                        Kind.CHOICE,
                        Sensitivity.SC,
                        required=True,
                        choices=GIVEN_BY,
                        error="Select who withdrew it",
                    ),
                    Question(
                        "withdrawn_on",
                        "When?",
                        Kind.DATE,
                        Sensitivity.O,
                        required=True,
                        past_only=True,
                        error="Enter when it was withdrawn",
                    ),
                    Question("told_to", "Who was told?", Kind.TEXT, Sensitivity.I, required=True),
                    Question("reasons", "Why, as far as they said", Kind.LONG, Sensitivity.N, max_length=3000),
                ),
            ),
        ),
    ),
)
