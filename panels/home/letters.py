"""Rows of the home page about letters: to approve, to send, to draft, to read. Plain columns; nothing is opened."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from auth.doors import shut_panels
from auth.policy import may
from auth.roles import Actor
from casework.cases.models import Case
from casework.clocks.models import Clock
from casework.letters.drafting import owed
from casework.letters.models import Letter
from casework.letters.rules import APPROVED, DRAFT, SENT, Way
from casework.letters.standing import why_not_approve
from casework.panel_type.letter_templates import letter_event
from casework.panel_type.registry import panel_types
from extensions import db
from panels.home.sources import Need, closed_to
from wording.dates import as_date

CASE = "case"


def letters_of(actor: Actor) -> list[Need]:
    """Every row about letters."""
    return [*letters_waiting(actor), *letters_owed(actor), *letters_to_read(actor)]


def letters_waiting(actor: Actor) -> list[Need]:
    """One row for each case with letters that this person may approve, one for each with letters to send."""
    waiting = _waiting(actor)
    due = _due_on([letter for letter, _ in waiting])
    by_step: dict[tuple[str, str], list[Letter]] = defaultdict(list)
    for letter, reference in waiting:
        if letter.state == APPROVED or not why_not_approve(actor, letter):
            by_step[(letter.state, reference)].append(letter)
    return [_need(state, reference, found, due) for (state, reference), found in by_step.items()]


def letters_owed(actor: Actor) -> list[Need]:
    """One row for each case that the passing of time moved, where a letter is still to be drafted."""
    moves = owed(None, _kept_panels(actor))
    wanted = sa.select(Case.id, Case.reference).where(Case.id.in_(list(moves)), Case.id.not_in(closed_to(actor)))
    return [
        Need(f"Draft a letter: {reference}", f"/cases/{reference}/letters", since=as_date(moves[case_id][0].at))
        for case_id, reference in db.session.execute(wanted.order_by(Case.reference))
    ]


def letters_to_read(actor: Actor) -> list[Need]:
    """Letters to this person or their agency that nobody has read. What is told with a referral stands there."""
    if actor.has_no_case():
        return []
    mine = sa.or_(Letter.account_id == actor.account_id, Letter.agency_id == actor.agency_id)
    wanted = sa.select(Letter.id, Letter.sent_on).where(
        mine,
        Letter.state == SENT,
        Letter.way == Way.PRODUCT,
        Letter.approved_at.is_not(None),
        Letter.read_at.is_(None),
        Letter.case_id.not_in(closed_to(actor)),
        Letter.panel.not_in(shut_panels(actor)),
    )
    rows = db.session.execute(wanted.order_by(Letter.sent_at, Letter.id).limit(50))
    return [Need("Read a letter", f"/letters/{letter_id}", since=sent_on) for letter_id, sent_on in rows]


def _kept_panels(actor: Actor) -> tuple[str, ...]:
    """The panels whose letters this person writes, without those that want a fresh proof first."""
    shut = shut_panels(actor)
    return tuple(panel for panel in actor.panels() if may(actor, "letter.write", panel) and panel not in shut)


def _waiting(actor: Actor) -> list[tuple[Letter, str]]:
    wanted = (
        sa.select(Letter, Case.reference)
        .join(Case, Case.id == Letter.case_id)
        .where(Letter.panel.in_(_kept_panels(actor)), Letter.state.in_((DRAFT, APPROVED)))
        .where(Letter.case_id.not_in(closed_to(actor)))
    )
    return [
        (letter, reference)
        for letter, reference in db.session.execute(wanted.order_by(Letter.drafted_at, Case.reference))
    ]


def _need(state: str, reference: str, letters: list[Letter], due: dict[UUID, date]) -> Need:
    verb = "Approve" if state == DRAFT else "Send"
    count = "a letter" if len(letters) == 1 else f"{len(letters)} letters"
    days = [due[letter.id] for letter in letters if letter.id in due]
    since = min(as_date(letter.drafted_at) for letter in letters)
    return Need(f"{verb} {count}: {reference}", f"/cases/{reference}/letters", min(days, default=None), since=since)


def _due_on(letters: Iterable[Letter]) -> dict[UUID, date]:
    """By letter, the day on which a clock of the case falls due that the letter meets."""
    found: dict[UUID, date] = {}
    by_case = defaultdict(list)
    for letter in letters:
        by_case[letter.case_id].append(letter)
    wanted = sa.select(Clock).where(
        Clock.object_type == CASE, Clock.object_id.in_(by_case), Clock.met_at.is_(None), Clock.stopped_at.is_(None)
    )
    for clock in db.session.scalars(wanted.order_by(Clock.due_at.desc())):
        met_by = panel_types.get(clock.panel).clock(clock.rule).met_by
        for letter in by_case[clock.object_id]:
            if letter_event(letter.template) in met_by and not clock.is_paused():
                found[letter.id] = as_date(clock.due_at)
    return found
