"""The running order as one person may see it: items whose case is closed to them keep their place and say nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from auth.doors import Target, need_recent_proof, pass_door
from auth.policy_relationships import CHAIRS_MEETING
from auth.roles import Actor
from casework.apart.standing import kept_apart_from
from casework.cases.access import cases_for, cases_on_page
from casework.cases.models import Case
from casework.panel_type.registry import panel_types
from casework.referrals.models import Referral
from extensions import db
from panels.agendas.models import AgendaItem, ItemAgency, Pack
from panels.meetings.access import TIERS, chairing, related_to_meeting
from panels.meetings.models import Meeting
from wall.standing import as_service

OVER = ("not_reached", "adjourned", "withdrawn")
"""States of an item whose case is free to go on another agenda."""


IN_COPY = "pack.case"
"""The event of a case that is in somebody's copy of a pack."""


@dataclass(frozen=True)
class Line:
    """One line of the running order. ``case`` is ``None`` when it is not this person's to see. ``number``: its place
    among the lines that this person knows of, from 1."""

    item: AgendaItem
    case: Case | None
    number: int


def need_proof_to_take(actor: Actor) -> None:
    """Before somebody who may takes the papers away.

    :raises ProofNeeded: the person has neither signed in nor proved who they are lately.
    """
    need_recent_proof(actor, object_type="meeting")


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The items in order. Their cases are still sealed."""
    wanted = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position)
    needed = selectinload(AgendaItem.needed).joinedload(ItemAgency.agency)
    return with_cases(wanted.options(needed))


def with_cases(wanted: sa.Select[AgendaItem]) -> list[AgendaItem]:
    """The items of a question, each with its sealed case. The service reads the rows: whoever is shut out of a case is
    told that one stands there, where the panel is so, and that needs its plain facts. Nothing here opens a key."""
    with as_service():
        return list(db.session.scalars(wanted.options(joinedload(AgendaItem.case))))


def known_items(actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    """The items in order, still sealed, without those from whose case the person is kept apart."""
    apart = cases_apart_from(actor)
    return [item for item in items_of(meeting) if item.case_id not in apart]


def cases_apart_from(actor: Actor) -> frozenset[UUID]:
    """The records that do not exist for this person: no number, time or count may be made of them."""
    return frozenset(db.session.scalars(kept_apart_from(actor)))


def item_of(meeting_id: UUID, case_id: UUID) -> AgendaItem:
    """The place of a case on an agenda. Raises ``NoResultFound`` if it was taken off."""
    wanted = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.case_id == case_id)
    return db.session.scalars(wanted).one()


def running_order(actor: Actor, meeting: Meeting, *, event: str = "agenda.open") -> list[Line]:
    """The running order with the summaries of this person's cases open: one entry for the set shown. A case from which
    the person is kept apart has no place in it."""
    items = known_items(actor, meeting)
    also = chairing(actor, meeting)
    permission = "decision.record" if CHAIRS_MEETING in also else "case.list"
    query = _cases_of(items)
    shown = {case.id: case for case in cases_on_page(actor, query, event=event, permission=permission, also=also)}
    return [Line(item, shown.get(item.case_id), number) for number, item in enumerate(items, start=1)]


def whole_cases(actor: Actor, meeting: Meeting, permission: str, *, event: str) -> list[Case]:
    """The cases on the agenda that this person may open for this purpose, people included, in its order."""
    order = [item.case_id for item in items_of(meeting)]
    found = {case.id: case for case in cases_for(actor, order, permission, event=event)}
    return [found[case_id] for case_id in order if case_id in found]


def taken_by_other_agendas(meeting: Meeting) -> dict[UUID, Meeting]:
    """Cases that stand on the agenda of another meeting that is not over, and that meeting."""
    wanted = (
        sa.select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Meeting.panel == meeting.panel, Meeting.id != meeting.id, Meeting.state != "closed")
        .where(AgendaItem.state.not_in(OVER))
        .options(joinedload(AgendaItem.meeting))
    )
    return {item.case_id: item.meeting for item in db.session.scalars(wanted)}


def packs_of(meeting: Meeting) -> list[Pack]:
    """All versions of the papers, the newest first; sealed."""
    wanted = sa.select(Pack).where(Pack.meeting_id == meeting.id).order_by(Pack.number.desc())
    return list(db.session.scalars(wanted))


def door_to_copy(actor: Actor, meeting: Meeting, pack: Pack) -> None:
    """The door to one's own copy of a pack. Its cases have doors of their own (:data:`IN_COPY`).

    :raises NotAllowed: as :func:`panels.meetings.access.meeting_for`.
    """
    target = Target("pack", pack.id, meeting.panel, (), related_to_meeting(actor, meeting))
    pass_door(actor, "pack.open", target, event="pack.read", tiers=TIERS)


def waiting_for_triage(actor: Actor, panel: str) -> list[tuple[str, str]]:
    """Reference and state, in words, of the panel's referrals that are no case yet, oldest first; nothing is opened.
    Those from which the person is kept apart are left out."""
    titles = {state.key: state.title for state in panel_types.get(panel).lifecycle.states if state.open}
    wanted = sa.select(Referral.reference, Referral.state).where(
        Referral.panel == panel, Referral.case_id.is_(None), Referral.reference.is_not(None), Referral.state.in_(titles)
    )
    wanted = wanted.where(Referral.id.not_in(kept_apart_from(actor)))
    rows = db.session.execute(wanted.order_by(Referral.submitted_at))
    return [(reference or "", titles[state]) for reference, state in rows]


def _cases_of(items: Sequence[AgendaItem]) -> sa.Select[Case]:
    return sa.select(Case).where(Case.id.in_([item.case_id for item in items]))
