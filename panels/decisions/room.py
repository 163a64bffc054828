"""What the room's screen shows: reference, initials, decision, risk and actions. Never an address, a story or a name.

The facts are made here as plain values, so that the template cannot reach anything else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from auth.models import Agency
from auth.policy import may
from auth.policy_relationships import CHAIRS_MEETING
from auth.roles import Actor
from casework.actions.access import actions_of_case
from casework.actions.models import Action
from casework.cases.access import cases_for, is_withheld_from
from casework.cases.models import Case
from casework.panel_type.meeting_rules import MeetingRules
from casework.panel_type.registry import panel_types
from extensions import db
from panels.agendas.models import AgendaItem
from panels.decisions.access import Place, running_order
from panels.decisions.models import ItemRecord
from panels.decisions.names import without_names
from panels.decisions.service import record_of
from panels.decisions.states import DECIDED
from panels.decisions.visits import visit_now
from panels.decisions.ways import way_of, way_words, worth_saying
from panels.meetings.access import OPEN, chairing
from panels.meetings.models import Meeting

LEADS = "meeting.run"
UNREAD_ACTION = "Its words are for those who run the panel"


@dataclass(frozen=True, slots=True)
class RoomAction:
    """An action as the room sees it."""

    agency: str
    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """``state``: waiting (not begun), blank, with_person (the person of a case is in the room), not_yours, or case."""

    state: str
    number: int = 0
    total: int = 0
    reference: str = ""
    initials: str = ""
    decision: str = ""
    how: str = ""
    band: str | None = None
    actions: tuple[RoomAction, ...] = ()
    following: str = ""


def room_facts(actor: Actor, meeting: Meeting) -> RoomFacts:
    """What this reader's room screen shows now. Somebody who left for the case sees neither reference nor initials."""
    if meeting.state == OPEN and visit_now(meeting) is not None:
        return RoomFacts("with_person")
    order = running_order(actor, meeting)
    place = next((place for place in order if place.item.id == meeting.room_item_id), None)
    if meeting.state != OPEN or place is None:
        return RoomFacts("waiting")
    if meeting.room_blank:
        return RoomFacts("blank")
    also = chairing(actor, meeting)
    wanted = [place.item.case_id] if place.mine else []
    opened = cases_for(actor, wanted, _permission(also), event="meeting.room", also=also) if wanted else []
    if not opened:
        return RoomFacts("not_yours", place.number, len(order))
    return _case_facts(actor, meeting, place, order, opened[0])


def room_version(actor: Actor, meeting: Meeting) -> str:
    """Changes whenever this reader's screen may have changed; says nothing about what is on it.

    Where members know of their own cases alone, it does not change with what happens to others.
    """
    own_only = panel_types.get(meeting.panel).visibility.members_by_case and not may(actor, LEADS, meeting.panel)
    if own_only:
        place = next((one for one in running_order(actor, meeting) if one.item.id == meeting.room_item_id), None)
        return f"{meeting.state}-{int(meeting.room_blank)}-{f'{place.number}-{place.item.state}' if place else ''}"
    wanted = sa.select(AgendaItem.state).where(AgendaItem.id == meeting.room_item_id)
    state = db.session.scalar(wanted) if meeting.room_item_id else ""
    return f"{meeting.state}-{meeting.version}-{int(meeting.room_blank)}-{state}"


def watched(actor: Actor, meeting_id: UUID) -> Meeting | None:
    """The meeting, still sealed, if this person may be told that its screen changed. Opens and writes nothing."""
    meeting = db.session.get(Meeting, meeting_id)
    return meeting if meeting is not None and may(actor, "meeting.read", meeting.panel) else None


def names_in(case: Case) -> tuple[str, ...]:
    """Every name by which somebody in the case is known, people taken out of it included."""
    return tuple(name for party in case.parties for name in _names_of(party.person.identity, party.person.display_name))


def agency_words() -> frozenset[str]:
    """Words that are capitalised because they name an agency."""
    rows = db.session.execute(sa.select(Agency.name, Agency.short_name))
    return frozenset(word.strip(",.'’") for row in rows for name in row for word in name.split())


def _names_of(identity: dict[str, object] | None, display_name: str | None) -> Iterable[str]:
    facts = identity or {}
    aliases = facts.get("aliases") or []
    listed = [str(alias) for alias in aliases] if isinstance(aliases, list) else [str(aliases)]
    plain = (facts.get(part) for part in ("forenames", "surname", "preferred_name"))
    return [name for name in (display_name, *plain, *listed) if isinstance(name, str) and name]


def _how(rules: MeetingRules, record: ItemRecord) -> str:
    way = way_of(rules, record.rule)
    return way_words(way, record.votes_for, record.votes_against) if worth_saying(rules, way) else ""


def _permission(also: frozenset[str]) -> str:
    """Whoever chairs this one meeting holds no case of the panel but those it hears."""
    return "decision.record" if CHAIRS_MEETING in also else "case.read"


def _case_facts(actor: Actor, meeting: Meeting, place: Place, order: tuple[Place, ...], case: Case) -> RoomFacts:
    also = chairing(actor, meeting)
    panel = panel_types.get(meeting.panel)
    record = record_of(place.item)
    decided = record is not None and place.item.state == DECIDED and record.option
    nameless = is_withheld_from(actor, case)
    names, known = () if nameless else names_in(case), agency_words()
    summary = case.summary or {}
    following = next((other for other in order if other.number > place.number), None)
    return RoomFacts(
        "case",
        place.number,
        len(order),
        case.reference,
        "" if panel.visibility.existence_hidden else str(summary.get("initials") or ""),
        panel.decision(record.option).title if decided and record and record.option else "",
        _how(panel.meeting, record) if decided and record else "",
        record.band if decided and record else case.band,
        tuple(
            RoomAction(action.agency.short_name, _words(action, names, known, nameless=nameless), action.due_on)
            for action in actions_of_case(actor, case, _permission(also), also=also)
            if action.agenda_item_id == place.item.id and action.status != "superseded"
        ),
        following.reference if following else "",
    )


def _words(action: Action, names: tuple[str, ...], known: frozenset[str], *, nameless: bool) -> str:
    """Names are taken out of what an action says; from somebody to whom they are shut, all of it is kept."""
    return UNREAD_ACTION if nameless else without_names(action.text or "", names, known)
