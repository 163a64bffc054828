"""A small panel with everything that hangs on forms. :mod:`tests.panel_type.forms_panels` sets it to work."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from casework.panel_type.answers import Problem
from casework.panel_type.case_forms import CaseForm, Follow, Second
from casework.panel_type.clocks import AnswerPlace, ClockRule, Event, Unit
from casework.panel_type.definition import (
    CHAIR,
    COORDINATOR,
    MEMBER,
    REFERRER,
    SYSTEM,
    VICE_CHAIR,
    ClosureReason,
    DecisionOption,
    RetentionRule,
)
from casework.panel_type.facts import CaseFacts, Requirement, WorkingRow, Workings
from casework.panel_type.lifecycle import Guard, Lifecycle, State, Transition, from_each
from casework.panel_type.meeting_rules import Quorum, QuorumPart
from casework.panel_type.prompts import Trigger
from casework.panel_type.questions import Answers, Choice, Condition, Form, Kind, Question, Section, Sensitivity
from tests.panel_type.small_panel import PANEL as SMALL
from tests.panel_type.small_panel import TOOL

CHAIRS, TABLE = (CHAIR, VICE_CHAIR), (CHAIR, VICE_CHAIR, COORDINATOR)
EVERYBODY = (*TABLE, MEMBER, REFERRER)
HERE = "pontoon"
COMMUNITY = "harbour"


def _yes(section: str, question: str) -> Trigger:
    return Trigger(section, Condition(question, equals="yes"))


# What a referral asks

PEOPLE = Section(
    "people",
    "People",
    "About the people",
    (
        Question("roles", "What is this person?", Kind.MULTI, Sensitivity.O, choices=(Choice("victim", "Victim"),)),
        Question("forenames", "First names", Kind.TEXT, Sensitivity.I),
        Question("surname", "Last name", Kind.TEXT, Sensitivity.I),
        Question("date_of_birth", "Date of birth", Kind.DATE, Sensitivity.I),
        Question("phone", "Phone", Kind.PHONE, Sensitivity.I),
        Question("address", "Address", Kind.ADDRESS, Sensitivity.I, restricted=True),
        Question("capacity_concern", "Is capacity in doubt?", Kind.YES_NO, Sensitivity.SC),
    ),
    repeats=True,
    item_name="a person",
)
REPORTS = Section(
    "reports",
    "Reports",
    "What happened",
    (
        Question("made_on", "When was it reported?", Kind.DATE, Sensitivity.O),
        Question("words", "What was said", Kind.LONG, Sensitivity.N),
    ),
    repeats=True,
    item_name="a report",
)
ABOUT = Section(
    "about",
    "About it",
    "What happened",
    (
        Question("graffiti", "Is there graffiti?", Kind.YES_NO, Sensitivity.O),
        Question("place_name", "Place", Kind.TEXT, Sensitivity.O),
        Question("exact_words", "The exact words", Kind.LONG, Sensitivity.N, restricted=True),
        Question("ethnicity", "Ethnic group", Kind.TEXT, Sensitivity.SC, monitoring=True),
    ),
)
ASSESSMENT = Section("assessment", "Risk", "Risk", (Question("assessed", "Assessed?", Kind.YES_NO, Sensitivity.O),))
REFERRAL = Form("pontoon_ref", 1, "Refer", (PEOPLE, REPORTS, ABOUT, ASSESSMENT))

# What is filled in on a case


def _not_before_referral(facts: CaseFacts, answers: Answers) -> Iterable[Problem]:
    given = str(answers["consent"][0].get("given_on") or "")
    if given and facts.received_on and date.fromisoformat(given) < facts.received_on:
        yield Problem("given_on", 0, "Enter a day after the referral came")


def _agreed(facts: CaseFacts) -> bool:
    found = facts.latest("consent")
    return found is not None and found.first("given") == "yes"


SOURCES = (Choice("seen", "Seen"), Choice("told", "Told"))
AGREED = Requirement("agreed", "Record the person's consent first", _agreed, basis="Test Act 2026 s1")
NOT_HIGH = Requirement("not_high", "A high risk cannot be refused", lambda facts: facts.band != "high")
WHO = Question("who", "Who told it?", Kind.TEXT, Sensitivity.I, show_if=Condition("source", equals="told"))
KNOWN = Question("facts", "Facts", Kind.LONG, Sensitivity.N, required=True)
WHY = Question("why", "Why?", Kind.LONG, Sensitivity.N)
CONSENT = CaseForm(
    "consent",
    "Consent",
    Form(
        "pontoon_consent",
        1,
        "Consent",
        (
            Section(
                "consent",
                "Consent",
                "Consent",
                (
                    Question("given", "Did they agree?", Kind.YES_NO, Sensitivity.O, required=True),
                    Question("given_on", "When?", Kind.DATE, Sensitivity.O, show_if=Condition("given", equals="yes")),
                    Question("why_not", "Why not?", Kind.LONG, Sensitivity.N, show_if=Condition("given", equals="no")),
                ),
            ),
        ),
    ),
    roles=(COORDINATOR, MEMBER),
    states=("taken",),
    checks=(_not_before_referral,),
    follows=(
        Follow("agree", Condition("given", equals="yes")),
        Follow("refuse_consent", Condition("given", equals="no"), closure_reason="no_consent"),
    ),
    intro="Ask in a safe place.",
    in_brief=True,
)
DECISION = CaseForm(
    "decision",
    "Decision to support",
    Form(
        "pontoon_decision",
        1,
        "Decision",
        (
            Section(
                "decision", "Decision", "Decision", (Question("agreed_at", "When?", Kind.DATETIME, Sensitivity.O),)
            ),
            Section(
                "reasons",
                "Reasons",
                "Decision",
                (
                    Question("reason", "Reason", Kind.LONG, Sensitivity.N, required=True),
                    Question("source", "Source", Kind.CHOICE, Sensitivity.O, choices=SOURCES),
                    Question(
                        "who", "Who told it?", Kind.TEXT, Sensitivity.I, show_if=Condition("source", equals="told")
                    ),
                ),
                repeats=True,
                min_items=1,
                item_name="a reason",
            ),
        ),
    ),
    roles=(*TABLE, MEMBER),
    states=("deciding",),
    readers=TABLE,
    requires=(AGREED,),
    second=Second.AGENCY,
    follows=(Follow("begin"),),
)
RETURN = CaseForm(
    "agency_return",
    "Agency return",
    Form(
        "pontoon_return",
        1,
        "Return",
        (
            Section(
                "known",
                "What you know",
                "Return",
                (KNOWN,),
            ),
        ),
    ),
    roles=(MEMBER, COORDINATOR),
    agency_types=("police", "housing_association"),
    readers=(CHAIR,),
)
REFUSAL = CaseForm(
    "refusal",
    "Refusal",
    Form(
        "pontoon_refusal",
        1,
        "Refusal",
        (Section("why", "Why", "R", (WHY,)),),
    ),
    roles=TABLE,
    offered=NOT_HIGH,
    second=Second.PERSON,
    once=True,
)
WITHDRAWAL = CaseForm(
    "withdrawal",
    "Consent withdrawn",
    Form(
        "pontoon_withdrawal",
        1,
        "Withdrawal",
        (
            Section(
                "withdrawal",
                "Withdrawal",
                "W",
                (Question("withdrawn", "Do they withdraw?", Kind.YES_NO, Sensitivity.O, required=True),),
            ),
        ),
    ),
    roles=(*TABLE, MEMBER),
    ends_provider_tasks=Condition("withdrawn", equals="yes"),
)

# How a case goes

STATES = (
    State("draft", "Draft", "Not sent", open=False),
    State("submitted", "Waiting", "We have it"),
    State("more_info", "Waiting for the referrer", "We asked you", pauses_clock=True),
    State("rejected", "Not taken", "Not taken", True, open=False),
    State("taken", "Taken", "Taken"),
    State("resting", "Resting", "Resting", pauses_clock=True),
    State("deciding", "To be decided", "Being decided"),
    State("listed", "Listed", "Listed"),
    State("heard", "Heard", "Heard"),
    State("active", "Supported", "Supported"),
    State("review_due", "Review due", "Review due", listable=True),
    State("no_consent", "Ended without consent", "Ended", True, open=False),
    State("closed", "Closed", "Closed", True, open=False),
)
BEFORE = (
    Transition("submit", "draft", "submitted", EVERYBODY, title="Send"),
    Transition("accept", "submitted", "taken", TABLE),
    Transition("reject", "submitted", "rejected", TABLE, True, (Guard.CHAIR_CONFIRMS,)),
    Transition("ask", "submitted", "more_info", TABLE, True),
    Transition("answer", "more_info", "submitted", EVERYBODY),
    Transition("lapse", "more_info", "rejected", (SYSTEM,)),
)
CLOSE = Transition("close", "", "closed", CHAIRS, True, (Guard.ACTIONS_SETTLED,), "Close", requires=(AGREED,))
AFTER = (
    Transition("agree", "taken", "deciding", (SYSTEM,), by_form=True),
    Transition("refuse_consent", "taken", "no_consent", (SYSTEM,), by_form=True),
    Transition("rest", "taken", "resting", TABLE, True, title="Let it rest"),
    Transition("go_on", "resting", "taken", TABLE, True, title="Go on"),
    Transition("begin", "deciding", "active", (SYSTEM,), True, by_form=True, title="Begin support"),
    Transition("skip", "taken", "active", CHAIRS, True, requires=(AGREED,), title="Skip the decision"),
    Transition("list", "review_due", "listed", TABLE),
    Transition("hear", "listed", "heard", TABLE, guards=(Guard.QUORUM,)),
    Transition("adopt", "heard", "active", TABLE),
    Transition("time_up", "active", "review_due", (SYSTEM,), on_clock="support", title="Support ends"),
    *from_each(("active", "heard"), CLOSE),
    Transition("reopen", "closed", "active", CHAIRS, True, title="Reopen"),
)
CLOCKS = (
    ClockRule("triage", "Triage", "submitted", 3, Unit.WORKING_DAYS, ("taken", "rejected"), COORDINATOR, "Policy"),
    ClockRule("acknowledge", "Acknowledge", "submitted", 1, Unit.WORKING_DAYS, ("rejected",), COORDINATOR, "Policy"),
    ClockRule(
        "outcome",
        "Tell the outcome",
        "submitted",
        20,
        Unit.WORKING_DAYS,
        ("active", "no_consent"),
        COORDINATOR,
        "Policy",
        pause_states=("more_info", "resting"),
        carries_on=True,
    ),
    ClockRule(
        "clean",
        "Clean the graffiti",
        Event.RECEIVED,
        24,
        Unit.HOURS,
        ("active",),
        COORDINATOR,
        "Policy",
        only_if=_yes("about", "graffiti"),
        carries_on=True,
    ),
    ClockRule(
        "ask_consent", "Ask for consent", "taken", 5, Unit.WORKING_DAYS, ("form:consent",), COORDINATOR, "Policy"
    ),
    ClockRule(
        "renew",
        "Renew the consent",
        "form:consent",
        10,
        Unit.CALENDAR_DAYS,
        ("form:withdrawal",),
        COORDINATOR,
        "Policy",
        starts_from=AnswerPlace("consent", "given_on"),
        only_if=_yes("consent", "given"),
    ),
    ClockRule(
        "first_visit",
        "First visit",
        "form:decision",
        48,
        Unit.HOURS,
        ("form:withdrawal",),
        COORDINATOR,
        "Policy",
        starts_from=AnswerPlace("decision", "agreed_at"),
    ),
    ClockRule("support", "Support ends", "active", 30, Unit.CALENDAR_DAYS, ("closed",), COORDINATOR, "Policy"),
)


def count_reports(facts: CaseFacts) -> Workings:
    """Three reports make the threshold; one without a day must be judged by a person."""
    rows = [
        WorkingRow((str(item.get("made_on") or "No day"),), True if item.get("made_on") else None, "It has a day")
        for item in facts.referral.get("reports") or []
    ]
    counted = sum(row.counts is True for row in rows)
    met = True if counted >= 3 else None if any(row.counts is None for row in rows) else False
    return Workings(
        "Threshold",
        ("Reported on",),
        tuple(rows),
        f"{counted} reports count",
        met,
        basis="Test Act 2026 s2",
        warnings=("One report is old",) if counted else (),
    )


QUORUM = Quorum((QuorumPart("Chair", roles=CHAIRS),))
PANEL = replace(
    SMALL,
    key=HERE,
    name="Pontoon Panel",
    neutral_name="Panel W",
    reference_letter="W",
    referral_form=REFERRAL,
    earlier_forms=(),
    prompts=(),
    risk_tools=(replace(TOOL, rules=(replace(TOOL.rules[0], prompt=None),)),),
    lifecycle=Lifecycle(STATES, (*BEFORE, *AFTER)),
    clocks=CLOCKS,
    meeting=replace(SMALL.meeting, quorum=QUORUM),
    decisions=(DecisionOption("adopt", "Go on", 1, TABLE, "active", no_letter_because="A test"),),
    closure_reasons=(
        ClosureReason("done", "Done", "STOPPED"),
        ClosureReason("no_consent", "They did not agree", "NO_CONSENT"),
    ),
    roles=EVERYBODY,
    retention=(RetentionRule("case", 6, starts_on="active", child_until_age=25, basis="Policy"),),
    letters=(),
    case_roles=(Choice("victim", "Victim"),),
    examples=(),
    case_forms=(CONSENT, DECISION, RETURN, REFUSAL, WITHDRAWAL),
    workings=count_reports,
)
