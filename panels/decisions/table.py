"""The table at which one case is heard: who is there, what the panel's rules see, what it can decide."""

from dataclasses import dataclass, replace
from uuid import UUID

from casework.cases.facts import facts_of
from casework.cases.models import Case
from casework.panel_type.definition import PanelType
from casework.panel_type.facts import CaseFacts
from casework.panel_type.registry import panel_types
from panels.agendas.models import AgendaItem
from panels.decisions.offers import Offer, offers_of
from panels.decisions.people_at_table import Room, may_chair, room_for
from panels.decisions.quorum import acting_chair, at_the_table
from panels.meetings.models import Attendance, Meeting


@dataclass(frozen=True, slots=True)
class Table:
    """``chairs``: who may chair this case. ``refused``: why others of those there may not, by account.

    ``acting_id``: who chairs it; ``None`` while nobody who may is there.
    """

    panel: PanelType
    room: Room
    chairs: tuple[Attendance, ...]
    refused: dict[UUID, str]
    acting_id: UUID | None
    facts: CaseFacts
    offers: tuple[Offer, ...]

    def offer(self, option: str | None) -> Offer | None:
        """The decision with this key, if it is offered on the case."""
        return next((offer for offer in self.offers if offer.option.key == option), None)


def table_for(meeting: Meeting, item: AgendaItem, case: Case, *, chair_id: UUID | None = None) -> Table:
    """The table of an opened case now. ``chair_id``: who is named as its chair."""
    panel, room = panel_types.get(meeting.panel), room_for(meeting, item)
    facts = facts_of(case)
    refused = _refused(panel, facts, room)
    chairs = tuple(may_chair(room.present, lambda line: line.account_id not in refused))
    acting_id = acting_chair(room, chairs, chair_id)
    facts = replace(facts, present=at_the_table(item, room, acting_id))
    return Table(panel, room, chairs, refused, acting_id, facts, offers_of(panel, facts))


def _refused(panel: PanelType, facts: CaseFacts, room: Room) -> dict[UUID, str]:
    rule = panel.meeting.may_chair
    if rule is None:
        return {}
    found = {line.account_id: rule(facts, line.agency.kind, line.agency_id) for line in room.voters}
    return {account_id: why for account_id, why in found.items() if why}
