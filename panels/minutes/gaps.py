"""What is still missing when a meeting is about to close or its minutes are about to be approved. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from panels.decisions.states import ADJOURNED, DECIDED, LIVE, NOT_REACHED, UNFINISHED, WAITING

CASE, ATTENDANCE, NOTE, LETTER = "case", "attendance", "note", "letter"


@dataclass(frozen=True, slots=True)
class Heard:
    """One case, as far as gaps go. ``mine`` is false where the reader has a conflict of interest.

    ``goes_on``: if it is unfinished it goes to the next meeting, because it cannot be decided after this one.
    ``letters_waiting``: letters from before that have not gone.
    """

    number: int
    state: str
    mine: bool = True
    has_decision: bool = False
    has_reason: bool = False
    reason_is_prepared: bool = False
    vague_actions: int = 0
    without_actions: bool = False
    chaired: bool = True
    applied: bool = False
    goes_on: bool = False
    letters_waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to look at. ``number``: the case, 0 for the meeting. ``kind`` says where it is put right."""

    kind: str
    number: int
    words: str
    stops_minutes: bool = False


def closing_gaps(cases: Iterable[Heard], *, unmarked: int, not_accepted: int, present: int) -> tuple[Gap, ...]:
    """Everything worth a look before the meeting closes, in the order of the running order, the meeting's own first."""
    found = []
    if not present:
        found.append(Gap(ATTENDANCE, 0, "Nobody is marked as present"))
    if unmarked:
        found.append(Gap(ATTENDANCE, 0, f"{_people(unmarked)} not marked as present, absent or sending apologies"))
    if not_accepted:
        found.append(Gap(ATTENDANCE, 0, f"{_people(not_accepted)} present without having accepted confidentiality"))
    return (*found, *(gap for case in cases for gap in case_gaps(case)))


def case_gaps(case: Heard) -> tuple[Gap, ...]:
    """What is missing about one case."""
    if not case.mine:
        return _not_mine(case)
    if case.state in (WAITING, NOT_REACHED):
        return (Gap(CASE, case.number, "Not reached: goes to the next meeting"),)
    if case.state == ADJOURNED and not case.has_decision:
        return (Gap(CASE, case.number, "Adjourned: goes to the next meeting"),)
    if case.state in (LIVE, UNFINISHED):
        missing = "No decision" if not case.has_decision else "No reason" if not case.has_reason else "Left unfinished"
        if case.goes_on:
            return (Gap(CASE, case.number, f"{missing}: goes to the next meeting"),)
        return (Gap(CASE, case.number, f"{missing}: the case is unfinished", stops_minutes=True),)
    return _decided(case)


def _decided(case: Heard) -> tuple[Gap, ...]:
    found = []
    if not case.has_reason:
        found.append(Gap(CASE, case.number, "No reason recorded", stops_minutes=True))
    elif case.reason_is_prepared:
        found.append(Gap(NOTE, case.number, "The reason is prepared words only"))
    if not case.chaired:
        found.append(Gap(CASE, case.number, "It is not recorded who chaired the case"))
    if case.vague_actions:
        found.append(
            Gap(CASE, case.number, f"{case.vague_actions} action cannot be seen to be done: say what will be done")
        )
    if case.without_actions:
        found.append(Gap(CASE, case.number, "Decided without any action"))
    found += [Gap(LETTER, case.number, f"A letter from before has not gone: {title}") for title in case.letters_waiting]
    return tuple(found)


def _not_mine(case: Heard) -> tuple[Gap, ...]:
    if case.state == DECIDED and not case.applied:
        words = "Not for you: the vice-chair or the coordinator carries out its decision"
        return (Gap(NOTE, case.number, words, stops_minutes=True),)
    if case.state in (LIVE, UNFINISHED) and not case.goes_on:
        return (Gap(NOTE, case.number, "Not for you, and unfinished", stops_minutes=True),)
    return ()


def _people(count: int) -> str:
    return "1 person is" if count == 1 else f"{count} people are"
