"""Drafting minutes from the record, checking them case by case, approving and issuing them."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from auth.models import Account
from auth.policy import may
from auth.roles import Actor
from casework.cases.models import Case
from casework.cases.named import refuse_names
from casework.errors import Refused, Stale
from casework.notifications.service import tell, tell_role
from casework.panel_settings.narrative import must_be_reason, must_take_words
from extensions import db, now
from panels.decisions.access import Place
from panels.decisions.models import ItemRecord
from panels.decisions.states import UNFINISHED
from panels.meetings.access import CLOSED
from panels.meetings.models import Meeting
from panels.minutes.access import APPROVE, EDIT, ISSUED, cases_to_write, chaired, newest
from panels.minutes.facts import case_facts
from panels.minutes.general import general_facts
from panels.minutes.models import Minutes, MinutesItem
from wall.standing import as_service

DRAFT, APPROVED = "draft", "approved"
CHAIRS = ("chair", "vice_chair")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one case stands in the minutes, without opening anything. ``stale``: the record changed after the draft."""

    number: int
    drafted: bool
    checked: bool
    unfinished: bool
    stale: bool
    mine: bool


def draft_minutes(*, actor: Actor, meeting: Meeting, order: tuple[Place, ...]) -> Minutes:
    """Make the first draft, or add the cases that are still missing from the newest version.

    Whoever drafts adds the cases open to them; a case shut to them by a conflict is added by somebody else.
    :raises Refused: the meeting is not closed.
    """
    if meeting.state != CLOSED:
        raise Refused("Close the meeting first. The minutes are then made from the record.")
    minutes = newest(meeting, issued_only=False)
    if minutes is None:
        minutes = Minutes(data_key_id=meeting.data_key_id, meeting_id=meeting.id, drafted_by_id=actor.account_id)
        minutes.general = general_facts(meeting, order)
        db.session.add(minutes)
        db.session.flush()
    if minutes.state == DRAFT:
        _add_missing(actor, meeting, minutes, order)
    return minutes


def redraft_item(*, actor: Actor, meeting: Meeting, minutes: Minutes, place: Place, item: MinutesItem) -> None:
    """Make one case anew from the record, which changed since; it has to be checked again.

    :raises Refused: the minutes are no draft any more.
    """
    _must_be_draft(minutes)
    case = cases_to_write(actor, meeting, [place], event="minutes.draft").get(item.case_id)
    if case is None:
        raise Refused("This case is not for you.")
    item.facts = case_facts(actor, meeting, place, case)
    _changed(item)


def check_item(*, actor: Actor, minutes: Minutes, item: MinutesItem, version: int) -> None:
    """Mark one case as checked. The item must be open to the person.

    :raises Stale: somebody changed it since the page was opened.
    :raises Refused: the minutes are no draft any more.
    """
    _must_be_draft(minutes)
    if version != item.version:
        raise Stale(item.note or "", "", _changed_by(item), item.version)
    item.checked_at, item.checked_by_id = now(), actor.account_id


def edit_item(*, actor: Actor, minutes: Minutes, item: MinutesItem, case: Case, version: int, note: str) -> None:
    """Write the note that stands with a case; it has to be checked again. ``case``: opened whole.

    :raises Stale: somebody wrote another note since the page was opened; theirs stands and yours is handed back.
    :raises Refused: the minutes are no draft any more, or the note names somebody whose name is withheld.
    """
    _must_be_draft(minutes)
    must_take_words(case.panel, "note")
    refuse_names(case, note=note)
    db.session.execute(sa.select(MinutesItem.id).where(MinutesItem.id == item.id).with_for_update())
    db.session.refresh(item)
    if version != item.version and note != (item.note or ""):
        raise Stale(item.note or "", note, _changed_by(item), item.version)
    item.note = note
    item.changed_by_id = actor.account_id
    _changed(item)


def standings(minutes: Minutes, order: tuple[Place, ...]) -> tuple[Standing, ...]:
    """How every case of the running order stands in these minutes, those too that are shut to whoever looks."""
    items = _plain_items(minutes)
    records = _record_versions(order)
    return tuple(
        Standing(
            number=place.number,
            drafted=place.item.id in items,
            checked=place.item.id in items and items[place.item.id].checked_at is not None,
            unfinished=place.item.state == UNFINISHED,
            stale=place.item.id in items and items[place.item.id].record_version != records.get(place.item.id, 0),
            mine=place.mine,
        )
        for place in order
    )


@as_service()
def _plain_items(minutes: Minutes) -> dict[UUID, MinutesItem]:
    """The cases of these minutes by their item, unopened. Not by the relationship: its rows are those of whoever asked
    for it first."""
    wanted = sa.select(MinutesItem).where(MinutesItem.minutes_id == minutes.id)
    return {item.item_id: item for item in db.session.scalars(wanted)}


def stands_against_approval(minutes: Minutes, order: tuple[Place, ...]) -> tuple[str, ...]:
    """What must be put right before approval, each in a sentence; empty when nothing."""
    found = []
    for one in standings(minutes, order):
        if one.unfinished:
            found.append(f"Case {one.number} has no decision with its reason")
        elif not one.drafted:
            found.append(f"Case {one.number} is not in the draft yet")
        elif one.stale:
            found.append(f"Case {one.number} was changed after it was drafted: draft it again")
        elif not one.checked:
            found.append(f"Case {one.number} is not checked")
    return tuple(found)


def approve(*, actor: Actor, meeting: Meeting, minutes: Minutes, order: tuple[Place, ...]) -> None:
    """The chair, the vice-chair who acted, or whoever was named to chair this meeting approves the draft.

    :raises Refused: not a draft; something is missing or unchecked; or the person neither chairs nor acts as chair.
    """
    _must_be_draft(minutes)
    if not may(actor, APPROVE, meeting.panel, chaired(actor, meeting.id)):
        raise Refused("Only the chair or the vice-chair can approve minutes.")
    against = stands_against_approval(minutes, order)
    if against:
        raise Refused(f"{len(against)} to put right: {'; '.join(against)}.")
    minutes.state, minutes.approved_at, minutes.approved_by_id = APPROVED, now(), actor.account_id
    minutes.version += 1
    tell_finishers(actor, meeting)


def issue(*, actor: Actor, meeting: Meeting, minutes: Minutes) -> None:
    """Let the members read their part, and tell them that something waits. Doing it twice changes nothing.

    :raises Refused: not approved.
    """
    if minutes.state == ISSUED:
        return
    if minutes.state != APPROVED:
        raise Refused("The chair approves the minutes before they are issued.")
    minutes.state, minutes.issued_at = ISSUED, now()
    minutes.version += 1
    for line in meeting.attendances:
        tell(account_id=line.account_id, template="minutes_issued", path=f"/meetings/{meeting.id}/minutes")


def new_version(*, actor: Actor, meeting: Meeting, minutes: Minutes, order: tuple[Place, ...], reason: str) -> Minutes:
    """Begin the next version after issue; what was issued stays as it is.

    :raises Refused: not issued yet, or no reason given.
    """
    if minutes.state != ISSUED:
        raise Refused("These minutes are not issued yet: change them as they are.")
    if not reason.strip():
        raise Refused("Enter what changes and why", "reason")
    must_be_reason(meeting.panel, reason=reason)
    following = Minutes(
        data_key_id=meeting.data_key_id,
        meeting_id=meeting.id,
        number=minutes.number + 1,
        drafted_by_id=actor.account_id,
        general=general_facts(meeting, order),
        change_reason=reason,
    )
    db.session.add(following)
    db.session.flush()
    _add_missing(actor, meeting, following, order, earlier=minutes)
    return following


def tell_approvers(meeting: Meeting) -> None:
    """Tell chair and vice-chair that a draft waits for them, and whoever was named to chair this meeting."""
    tell_role(panel=meeting.panel, roles=CHAIRS, template="minutes_to_approve", path=_minutes_path(meeting))
    if meeting.chair_id is not None:
        tell(account_id=meeting.chair_id, template="minutes_to_approve", path=_minutes_path(meeting))


def tell_finishers(actor: Actor, meeting: Meeting) -> None:
    """Tell the coordinator where somebody closed the meeting, or approved its minutes, who does no more than that."""
    if not may(actor, EDIT, meeting.panel):
        tell_role(panel=meeting.panel, roles=("coordinator",), template="meeting_changed", path=_minutes_path(meeting))


def _minutes_path(meeting: Meeting) -> str:
    return f"/meetings/{meeting.id}/minutes"


def _add_missing(
    actor: Actor, meeting: Meeting, minutes: Minutes, order: tuple[Place, ...], earlier: Minutes | None = None
) -> None:
    earlier = earlier or _version_before(minutes)
    there = {item.item_id for item in minutes.items}
    missing = [place for place in order if place.item.id not in there]
    cases = cases_to_write(actor, meeting, missing, event="minutes.draft")
    notes = {item.item_id: item for item in earlier.items} if earlier else {}
    for place in missing:
        case = cases.get(place.item.case_id)
        if case is None:
            continue
        facts = case_facts(actor, meeting, place, case)
        before = notes.get(place.item.id)
        minutes.items.append(
            MinutesItem(
                data_key_id=case.data_key_id,
                item_id=place.item.id,
                case_id=case.id,
                position=place.number,
                facts=facts,
                record_version=facts["record_version"],
                note=before.note if before else None,
            )
        )
    db.session.flush()


def _version_before(minutes: Minutes) -> Minutes | None:
    wanted = sa.select(Minutes).where(Minutes.meeting_id == minutes.meeting_id, Minutes.number == minutes.number - 1)
    return db.session.scalars(wanted).one_or_none()


def _changed(item: MinutesItem) -> None:
    item.record_version = (item.facts or {}).get("record_version", 0)
    item.checked_at, item.checked_by_id = None, None
    item.version += 1


@as_service()
def _record_versions(order: tuple[Place, ...]) -> dict[UUID, int]:
    ids = [place.item.id for place in order]
    rows = db.session.execute(sa.select(ItemRecord.item_id, ItemRecord.version).where(ItemRecord.item_id.in_(ids)))
    return {row.item_id: row.version for row in rows}


def _changed_by(item: MinutesItem) -> str:
    account = db.session.get(Account, item.changed_by_id) if item.changed_by_id else None
    return account.name if account else "A colleague"


def _must_be_draft(minutes: Minutes) -> None:
    if minutes.state != DRAFT:
        raise Refused("These minutes are approved. Changes now make a new version.")
