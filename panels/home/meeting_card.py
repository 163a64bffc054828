"""The card of the next meeting: when, how many cases, whether the pack is out, who has not replied."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.policy import may
from auth.roles import Actor
from casework.enquiries.access import standing_of
from extensions import now
from panels.agendas.access import cases_apart_from, packs_of
from panels.decisions.access import running_order
from panels.home.sources import name_on_home
from panels.meetings.access import CLOSED, OPEN, meetings_for
from panels.meetings.cycle import ends_at
from panels.meetings.models import Meeting


@dataclass(frozen=True)
class MeetingCard:
    """``panel`` is the name that others may see. ``cases``: those that are this person's to see. ``replied`` of
    ``asked`` questions about them are answered; ``waiting`` names the agencies that owe an answer."""

    meeting_id: UUID
    starts_at: datetime
    until: datetime
    panel: str
    place: str
    is_open: bool
    cases: int
    pack: str
    asked: int
    replied: int
    waiting: tuple[str, ...]
    leads: bool


def next_meeting(actor: Actor) -> MeetingCard | None:
    """The meeting that is open now, else the next one of this person's panels; ``None`` if none is planned."""
    coming = [meeting for meeting in meetings_for(actor) if meeting.state != CLOSED and ends_at(meeting) > now()]
    running = [meeting for meeting in meetings_for(actor) if meeting.state == OPEN]
    found = next(iter([*running, *coming]), None)
    return _card(actor, found) if found else None


def _card(actor: Actor, meeting: Meeting) -> MeetingCard:
    leads = may(actor, "agenda.edit", meeting.panel)
    order, apart = running_order(actor, meeting), cases_apart_from(actor)
    shut = apart | {place.item.case_id for place in order if not place.mine}
    rows = [row for row in standing_of(meeting.id) if row.case_id not in shut] if leads else []
    waiting = {row.agency.short_name for row in rows if row.answered_at is None}
    return MeetingCard(
        meeting_id=meeting.id,
        starts_at=meeting.starts_at,
        until=ends_at(meeting),
        panel=name_on_home(meeting.panel),
        place=meeting.place,
        is_open=meeting.state == OPEN,
        cases=sum(place.mine for place in order),
        pack=_pack_words(meeting),
        asked=len(rows),
        replied=sum(row.answered_at is not None for row in rows),
        waiting=tuple(sorted(waiting)),
        leads=leads,
    )


def _pack_words(meeting: Meeting) -> str:
    found = packs_of(meeting)
    if any(pack.published_at for pack in found):
        return "Pack published"
    return "Pack built, not published" if any(pack.state == "ready" for pack in found) else "Pack not built"
