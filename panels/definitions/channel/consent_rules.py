"""Who may agree to support, and whether an agreement stands. Pure.

Sources: Counter-Terrorism and Security Act 2015 s36(4)(b) (support only with the necessary consent) and s36(4)(e)
(further steps where consent is refused or withdrawn); the explanatory notes to s36 (a parent or guardian for somebody
under 18); Mental Capacity Act 2005 (nobody is taken to consent who cannot decide).
"""

from collections.abc import Iterator
from datetime import date

from casework.panel_type.answers import Problem
from casework.panel_type.facts import CaseFacts, Filled
from casework.panel_type.questions import YES, Answers, Item, Value
from panels.definitions.channel.choices import FOR_A_CHILD, GIVEN, LACKS_CAPACITY, SELF

ADULT_AT = 18
PLAN, CONSENT, WITHDRAWAL = "support_plan", "consent", "consent_withdrawal"


def born_18_years_before(born_on: date) -> date:
    """The day somebody turns 18. Born on 29 February: 1 March, the first day on which they are 18."""
    try:
        return born_on.replace(year=born_on.year + ADULT_AT)
    except ValueError:
        return date(born_on.year + ADULT_AT, 3, 1)


def is_child(facts: CaseFacts, on: date) -> bool:
    """Whether the person is under 18 on a day: by their date of birth, else by what the referral says."""
    if facts.subject_born_on is not None:
        return on < born_18_years_before(facts.subject_born_on)
    return one(facts.referral, "about").get("child") == YES


def one(answers: Answers, section: str) -> Item:
    """The only item of a section; empty without one."""
    return next(iter(answers.get(section) or []), {})


def number(value: Value) -> int:
    """A whole number as it was typed; 0 for none."""
    text = str(value) if value is not None else ""
    return int(text) if text.isdecimal() else 0


def current_plan(facts: CaseFacts) -> Filled | None:
    """The support plan in force: the newest, written since the case was opened again if it ever was."""
    plan, again = facts.latest(PLAN), facts.entered_on("reopened")
    return None if plan is None or (again is not None and plan.on < again) else plan


def plan_version(facts: CaseFacts) -> int:
    """Its version; 0 without a plan."""
    plan = current_plan(facts)
    return number(plan.first("plan_version")) if plan else 0


def latest_consent(facts: CaseFacts) -> Filled | None:
    """What was answered last about the plan in force. Consent to an earlier version is none."""
    plan = current_plan(facts)
    if plan is None:
        return None
    wanted = number(plan.first("plan_version"))
    said = facts.all(CONSENT)
    told = [filled for filled in said if number(filled.first("plan_version")) == wanted and filled.at >= plan.at]
    return told[-1] if told else None


def why_no_consent(facts: CaseFacts) -> str:
    """Why support may not run now; nothing when valid consent stands."""
    if current_plan(facts) is None:
        return "There is no support plan to agree to"
    consent = latest_consent(facts)
    if consent is None:
        return f"Nobody has answered about version {plan_version(facts)} of the plan"
    if consent.first("outcome") != GIVEN:
        return "Consent was not given"
    if any(withdrawn.at >= consent.at for withdrawn in facts.all(WITHDRAWAL)):
        return "Consent was withdrawn"
    if consent.first("capacity") == LACKS_CAPACITY:
        return "The person cannot decide this, so advice on their best interests comes first"
    return _wrong_giver(facts, str(consent.first("given_by")))


def consent_stands(facts: CaseFacts) -> bool:
    """Whether there is valid consent for the support plan in force, today."""
    return not why_no_consent(facts)


def consent_was_given(facts: CaseFacts) -> bool:
    """Whether there is an agreement that somebody can withdraw."""
    consent = latest_consent(facts)
    return bool(
        consent
        and consent.first("outcome") == GIVEN
        and not any(withdrawn.at >= consent.at for withdrawn in facts.all(WITHDRAWAL))
    )


def check_plan(facts: CaseFacts, answers: Answers) -> Iterator[Problem]:
    """The next version, and no other: consent is bound to it."""
    before = facts.latest(PLAN)
    wanted = number(before.first("plan_version")) + 1 if before else 1
    if number(one(answers, "plan").get("plan_version")) != wanted:
        yield Problem("plan_version", 0, f"This is version {wanted} of the plan")


def check_consent(facts: CaseFacts, answers: Answers) -> Iterator[Problem]:
    """Consent is for the plan in force, from whoever may give it, and never assumed."""
    told = one(answers, "consent")
    if number(told.get("plan_version")) != plan_version(facts):
        yield Problem("plan_version", 0, f"Version {plan_version(facts)} of the plan is in force. Ask about that one")
    answered_on, asked_on = str(told.get("answered_on") or ""), str(told.get("asked_on") or "")
    if answered_on and asked_on and answered_on < asked_on:
        yield Problem("answered_on", 0, "The answer cannot come before the question")
    if told.get("outcome") != GIVEN:
        return
    child = is_child(facts, date.fromisoformat(answered_on) if answered_on else facts.today)
    yield from _giver_problems(told, child=child)
    if child and facts.subject_born_on is not None:
        grown_on = born_18_years_before(facts.subject_born_on)
        if told.get("adult_on") != grown_on.isoformat():
            yield Problem("adult_on", 0, f"By the date of birth this is {grown_on.day} {grown_on:%B %Y}")


def check_withdrawal(facts: CaseFacts, answers: Answers) -> Iterator[Problem]:
    """Nothing is withdrawn before it was given."""
    consent = latest_consent(facts)
    given_on = str(consent.first("answered_on")) if consent else ""
    if str(one(answers, "withdrawal").get("withdrawn_on") or given_on) < given_on:
        yield Problem("withdrawn_on", 0, "Consent was given after that day")


def _wrong_giver(facts: CaseFacts, given_by: str) -> str:
    child = is_child(facts, facts.today)
    if child and given_by not in FOR_A_CHILD:
        return "The person is under 18, so a parent or guardian has to agree"
    if not child and given_by != SELF:
        return "The person is 18 or over now and has to agree themselves"
    return ""


def _giver_problems(told: Item, *, child: bool) -> Iterator[Problem]:
    given_by, capacity = told.get("given_by"), told.get("capacity")
    if child and given_by not in FOR_A_CHILD:
        yield Problem("given_by", 0, "Under 18 a parent or guardian has to agree. The person’s own word is not enough")
    if child and not told.get("child_view"):
        yield Problem("child_view", 0, "Select what the child says")
    if not child and given_by != SELF:
        yield Problem("given_by", 0, "From 18 on only the person can agree")
    if not child and capacity == LACKS_CAPACITY:
        message = "Nobody can agree for an adult. Select “Not decided”, and take advice on their best interests"
        yield Problem("outcome", 0, message)
    if not child and capacity not in (LACKS_CAPACITY, "has"):
        yield Problem("capacity", 0, "Select whether the person can decide this")
