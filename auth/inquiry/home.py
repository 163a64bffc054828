"""What stands on the auditor's start page, and words that several pages share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from auth import telling
from auth.access_log import periods, reading
from auth.access_log.periods import Period
from auth.access_log.subjects import references_of
from auth.inquiry import counting, flags, samples, service
from auth.inquiry.access import CASE
from auth.inquiry.flags import ANSWERED, ASKED, BREACH, EXPLAINED
from auth.inquiry.in_place import whom_to_tell
from auth.inquiry.models import FlagDecision
from auth.inquiry.rules import EMERGENCY, NOBODY
from auth.ledger import checked, checking
from auth.ledger.checked import Result
from auth.ledger.standing import Line, Standing, standing
from auth.ledger.telling import progress_words
from auth.roles import Role
from extensions import now
from wording.dates import today

STATES = {
    ASKED: "Asked; no answer yet",
    ANSWERED: "Answered; to be decided",
    EXPLAINED: "Explained",
    BREACH: "Breach",
    "ask": "Asked",
    "answer": "Answered",
}
DONE = {
    ASKED: ("The question was sent. The flag stays until you decide.", "success"),
    EXPLAINED: ("Recorded as explained. It comes back only with newer entries.", "success"),
}
TOLD_OF_BREACH = {
    True: ("Recorded as a breach. The privacy officers have been told.", "success"),
    False: ("Recorded as a breach. It is about the only privacy officer: the chairs of other agencies have been told.",
            "success"),
}  # fmt: skip
NOBODY_TOLD = ("Recorded as a breach. There is nobody here who could be told of it: tell the board yourself.", "error")


def done(row: FlagDecision) -> tuple[str, str]:
    """What a decision has done, in words, and whether it went well."""
    if row.state != BREACH:
        return DONE[row.state]
    told = whom_to_tell(row)
    officers = telling.holders(None, Role.PRIVACY_OFFICER)
    return TOLD_OF_BREACH[set(told) <= set(officers)] if told else NOBODY_TOLD


def period_named(name: str) -> Period:
    """A period by its name, today in it unless it is last month."""
    return periods.named(name, today())


def facts(viewer: UUID, on: date) -> dict[str, object]:
    """The numbers of ``viewer``'s start page: flags first."""
    found = flags.flags_in(period_named(periods.FOUR_WEEKS), viewer=viewer)
    waiting = [flag for flag in found if flag.asked is None or flag.asked.state != ASKED]
    questions = service.open_questions(viewer)
    return {
        "flags": waiting[:5],
        "names": references([flag.about for flag in waiting[:5]]),
        "waiting": len(waiting),
        "asked": sum(row.state == ASKED for row in questions),
        "answered": sum(row.state == ANSWERED for row in questions),
        "oldest": flags.days_waited(waiting, on).days,
        "emergency_uses": sum(flag.total for flag in found if flag.kind == EMERGENCY),
        "earlier": counting.last_counted(),
        "samples": samples.unfinished(),
        "breaches": len(service.decided(viewer, BREACH)),
        "chain": chain(),
        "week": reading.totals(None, periods.named(periods.WEEK, on)),
    }


@dataclass(frozen=True)
class Chain:
    """How it stands with the proof that the log is whole: the last checkpoint, who witnessed, what came of the last
    check that ended, whoever asked for it; ``later``: of one that was asked for since, in words."""

    standing: Standing
    last: Line | None
    result: Result | None
    later: str

    @property
    def is_bad(self) -> bool:
        """Whether somebody must look at it now."""
        faulty = self.result is not None and not self.result.is_whole
        return faulty or self.standing.unwitnessed or bool(self.standing.went_back)


def chain() -> Chain:
    """The state of the chain of seals now."""
    found, check, result = standing(), next(iter(checking.latest(1)), None), checked.newest()
    is_later = check is not None and (result is None or check.asked_at > result.at)
    later = progress_words(check, now()) if check is not None and is_later else ""
    return Chain(found, next(iter(found.lines), None), result, later)


def references(case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """References of cases, and what stands for nobody; cases of hidden panels have none here."""
    found = references_of({(CASE, case_id) for case_id in case_ids})
    return {NOBODY: "Nobody signed in", **{case_id: reference for (_, case_id), reference in found.items()}}


def pages_of(path: str, total: int, page: int, place: str = "") -> dict[str, object]:
    """What the links to the page before and after need. ``path``: an address that a page's number can be added to;
    ``place``: where on that page."""
    first, last = (page - 1) * reading.PAGE + 1, min(page * reading.PAGE, total)
    return {
        "first": first,
        "last": last,
        "total": total if first <= total else None,
        "previous_href": f"{path}page={page - 1}{place}" if page > 1 else None,
        "next_href": f"{path}page={page + 1}{place}" if last < total else None,
    }
