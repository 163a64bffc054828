"""What was recommended, to whom, and who has answered. Pure.

Source: s104(8): recommendations go to any person with public functions, who must have regard to them.
"""

from collections.abc import Iterable

from casework.panel_type.facts import CaseFacts
from casework.panel_type.questions import Item

OUTCOME, RECOMMENDATIONS, RESPONSE = "outcome", "recommendations", "recommendation_response"


def recommended(facts: CaseFacts) -> tuple[Item, ...]:
    """The recommendations of the newest outcome, in order: number 1 is the first."""
    latest = facts.latest(OUTCOME)
    return tuple(latest.answers.get(RECOMMENDATIONS, ())) if latest else ()


def unanswered(facts: CaseFacts) -> tuple[int, ...]:
    """The numbers of the recommendations nobody has answered yet."""
    answered = {filled.first("recommendation") for filled in facts.all(RESPONSE)}
    return tuple(number for number, _ in enumerate(recommended(facts), start=1) if number not in answered)


def all_answered(facts: CaseFacts) -> bool:
    """Whether every body has answered."""
    return not unanswered(facts)


def waiting_bodies(facts: CaseFacts, kinds_asked: Iterable[str]) -> tuple[str, ...]:
    """The kinds of the bodies asked that have sent no return."""
    returned = [filled.first("kind") for filled in facts.all("agency_return")]
    return tuple(kind for kind in kinds_asked if kind not in returned)
