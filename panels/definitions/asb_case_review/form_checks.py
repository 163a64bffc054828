"""What a case form may not say, judged against the case. Pure."""

from collections.abc import Iterable
from datetime import date

from casework.panel_type.answers import Problem
from casework.panel_type.facts import CaseFacts
from casework.panel_type.questions import YES, Answers, Item, Value
from casework.panel_type.shown import day_words
from panels.definitions.asb_case_review.case_rules import appeal_until
from panels.definitions.asb_case_review.incidents_section import BODY_WORDS
from panels.definitions.asb_case_review.independence import KINDS_TOLD, Service, reviewed, why_not_independent
from panels.definitions.asb_case_review.numbers import THRESHOLD
from panels.definitions.asb_case_review.recommendations import recommended
from panels.definitions.asb_case_review.threshold_facts import bodies_told, on_behalf_without_consent, told_of
from panels.definitions.asb_case_review.threshold_workings import Way, way_of

Problems = Iterable[Problem]


def consent_before_screening(facts: CaseFacts, answers: Answers) -> Problems:
    """Without the agreement of the person affected nothing is asked of the agencies."""
    if on_behalf_without_consent(facts.referral) and _one(answers, "first_look", "next") != "consent":
        yield Problem("next", 0, "Ask the person affected first: somebody else applies for them")


def reports_to_judge(facts: CaseFacts, answers: Answers) -> Problems:
    """An officer judges what the rule cannot; what it can judge stands."""
    told = told_of(facts, number=facts.number(THRESHOLD))
    verdicts = {verdict.report.number: verdict for verdict in told.count.verdicts} if told else {}
    judged = {item.get("report") for filled in facts.all("judgements") for item in filled.answers.get("judgements", ())}
    for place, item in enumerate(answers.get("judgements") or ()):
        number = item.get("report")
        verdict = verdicts.get(number) if isinstance(number, int) else None
        if verdict is None:
            yield Problem("report", place, f"There is no report {number}")
        elif verdict.qualifies is not None and number not in judged:
            yield Problem("report", place, f"Report {number} needs no judgement: its days are certain")


def bodies_complete(facts: CaseFacts, answers: Answers) -> Problems:
    """Every body that was told of an incident is on the list, so that none is left out of the review."""
    listed = {item.get("kind") for item in answers.get("bodies") or ()}
    for body in sorted(bodies_told(facts)):
        kinds = KINDS_TOLD.get(body, ())
        if kinds and listed.isdisjoint(kinds):
            yield Problem("kind", 0, f"Add the {BODY_WORDS[body]}: the applicant reported to it")


def ground_of_the_count(facts: CaseFacts, answers: Answers) -> Problems:
    """The ground named is the one that the working gives; discretion is for when it gives none."""
    ground, way = _one(answers, "threshold_met", "ground"), way_of(facts)
    wanted = {Way.BY_COUNT: "count", Way.BY_LOCAL_RULE: "local"}.get(way, "discretion")
    if ground != wanted:
        yield Problem("ground", 0, _GROUND_WORDS[wanted])


_GROUND_WORDS = {
    "count": "Select the count: it meets the threshold",
    "local": "Select the local rule: the count alone does not meet the threshold, and the rule does",
    "discretion": "Select persistence, harm or the response: neither the count nor a local rule meets it yet",
}


def caveats_alone(facts: CaseFacts, answers: Answers) -> Problems:
    """A refusal on local conditions says so itself; with none picked it cannot rest on them."""
    item = _item(answers, "threshold_refusal")
    if item.get("caveats_alone") == YES and not item.get("caveats"):
        yield Problem("caveats", 0, "Select which conditions the refusal rests on")


def chair_is_independent(facts: CaseFacts, answers: Answers) -> Problems:
    """The chair's service is not one whose response is reviewed."""
    item = _item(answers, "chair")
    chair = Service(str(item.get("chair_kind") or ""), str(item.get("chair_service") or ""))
    why = why_not_independent(chair, reviewed(facts), involved=item.get("involved") == YES)
    if why:
        yield Problem("chair_service", 0, why)


def outcome_fits(facts: CaseFacts, answers: Answers) -> Problems:
    """Recommendations are listed when the outcome says so, and only then: "none" is said outright."""
    outcomes = _item(answers, "outcome").get("outcomes")
    picked = outcomes if isinstance(outcomes, list) else []
    rows = answers.get("recommendations") or []
    if "recommendations" in picked and not rows:
        yield Problem("outcomes", 0, "Add the recommendations, or say that none is made")
    if rows and "recommendations" not in picked:
        yield Problem("outcomes", 0, "Select that recommendations are made: some are listed")
    if "no_further_action" in picked and len(picked) > 1:
        yield Problem("outcomes", 0, "Select no further action alone, or the other outcomes")


def known_recommendation(facts: CaseFacts, answers: Answers) -> Problems:
    """An answer is to a recommendation that was made."""
    number, made = _one(answers, "response", "recommendation"), len(recommended(facts))
    if not isinstance(number, int) or not 1 <= number <= made:
        yield Problem("recommendation", 0, f"Enter a number from 1 to {made}" if made else "No recommendation was made")


def appeal_in_time_or_why(facts: CaseFacts, answers: Answers) -> Problems:
    """An appeal after the window is taken with the reason why it came late."""
    item = _item(answers, "appeal")
    came, until = _day(item.get("received_on")), appeal_until(facts)
    if came and until and came > until and not str(item.get("late_reason") or "").strip():
        yield Problem("late_reason", 0, f"Enter why it came after {day_words(until)}")


def _item(answers: Answers, section: str) -> Item:
    return next(iter(answers.get(section) or []), {})


def _one(answers: Answers, section: str, question: str) -> Value:
    return _item(answers, section).get(question)


def _day(value: Value) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None
