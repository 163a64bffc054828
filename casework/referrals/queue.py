"""The triage queue: what waits for the panel team, the promise that ends first in front."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from auth.policy import may
from auth.roles import Actor
from casework.cases.rules import band_rank
from casework.clocks.models import Clock
from casework.clocks.service import calendar, clocks_of, open_ended
from casework.clocks.words import ClockState, state_of
from casework.panel_type.calendar import local_day
from casework.panel_type.definition import COORDINATOR
from casework.panel_type.lifecycle import State
from casework.panel_type.registry import panel_types
from casework.panel_type.working_time import working_days_between
from casework.referrals.access import CONFIRM, QUEUE, REFERRAL, can_triage, referrals_on_page, relationships_of
from casework.referrals.following import ASKED, CONFIRMED
from casework.referrals.models import PUBLIC, Referral, ResidentNote, TriageDecision
from casework.referrals.resident_notes import ANSWERS, notes_on, of_referral, translation_words
from casework.referrals.triage import pending
from extensions import db, now
from wording.languages import SOURCE, language_named

OPTION_WORDS = {"reject": "not to take it", "urgent": "to hear it urgently"}


@dataclass(frozen=True)
class QueueRow:
    """One referral in the queue. ``waiting_days`` are working days since it was sent."""

    referral: Referral
    name: str
    age: str
    area: str
    state_words: str
    colour: str
    waiting_days: int
    clock: ClockState | None
    proposals: tuple[TriageDecision, ...]
    may_confirm: bool

    @property
    def source_words(self) -> str:
        """How it came in where no agency wrote it, with the language of the answers; nothing for an agency's."""
        return source_words(self.referral)

    @property
    def due_on(self) -> date | None:
        """The day the triage promise ends."""
        return self.clock.due_on if self.clock else None


def source_words(referral: Referral) -> str:
    """ "Online, in Bengali" for what a resident wrote; nothing for what an agency sent. What waits to be
    translated stands with it."""
    if referral.source != PUBLIC:
        return ""
    language = language_named(referral.language)
    words = f"Online, in {language.english}" if language else "Online"
    if referral.language == SOURCE:
        return words
    waiting = notes_on(of_referral(referral), ResidentNote.kind == ANSWERS)
    return ". ".join([words, *(translation_words(note) for note in waiting)])


def queue_for(actor: Actor) -> list[QueueRow]:
    """The queue of every panel this person triages: by due date, then the highest band, then the oldest."""
    panels = can_triage(actor)
    found = referrals_on_page(actor, _waiting(panels)) if panels else []
    clocks = clocks_of(REFERRAL, [referral.id for referral in found])
    rows = [row_of(actor, referral, clocks[referral.id]) for referral in found]
    return sorted(rows, key=lambda row: _order(row.referral, row.clock))


def row_of(actor: Actor, referral: Referral, clocks: list[Clock]) -> QueueRow:
    """One opened referral as the queue shows it."""
    summary = referral.summary or {}
    words, colour = _state_words(referral)
    sent = referral.submitted_at or referral.created_at
    return QueueRow(
        referral=referral,
        name=summary.get("name", ""),
        age=summary.get("age", ""),
        area=summary.get("area", ""),
        state_words=words,
        colour=colour,
        waiting_days=max(working_days_between(local_day(sent), local_day(now()), open_ended()), 0),
        clock=clock_of(clocks),
        proposals=tuple(pending(referral)),
        may_confirm=may(actor, CONFIRM, referral.panel),
    )


def clock_of(clocks: list[Clock]) -> ClockState | None:
    """The clock by which the coordinator has to act, as the coordinator's home page says it: an open one before any
    other. What others have to keep to, such as a target of the police, is not the day to decide by."""
    own = [clock for clock in clocks if panel_types.get(clock.panel).clock(clock.rule).owner_role == COORDINATOR]
    chosen = next((clock for clock in own if clock.is_open()), None) or next(iter(reversed(own)), None)
    return state_of(chosen, now(), calendar()) if chosen else None


def queue_references(actor: Actor) -> list[str]:
    """The references of the queue in its order. Nothing sealed is opened for it."""
    panels = can_triage(actor)
    waiting = list(db.session.scalars(_waiting(panels))) if panels else []
    related = relationships_of(actor, waiting)
    found = [one for one in waiting if may(actor, QUEUE, one.panel, related[one.id])]
    clocks = clocks_of(REFERRAL, [referral.id for referral in found])
    found.sort(key=lambda referral: _order(referral, clock_of(clocks[referral.id])))
    return [referral.reference for referral in found if referral.reference]


def neighbours(references: list[str], referral: Referral) -> tuple[int, str | None, str | None]:
    """The place of a referral in the queue (from 1; 0 if it is not there) and the references before and after it."""
    if referral.reference not in references:
        return 0, None, references[0] if references else None
    place = references.index(referral.reference)
    before = references[place - 1] if place else None
    after = references[place + 1] if place + 1 < len(references) else None
    return place + 1, before, after


def _waiting(panels: tuple[str, ...]) -> sa.Select[Referral]:
    waits = [
        sa.and_(Referral.panel == panel, Referral.state.in_(_open_states(panel)), Referral.case_id.is_(None))
        for panel in panels
    ]
    for_chair = sa.and_(Referral.panel.in_(panels), Referral.urgent == ASKED, Referral.submitted_at.is_not(None))
    # Taken back by its author after a case was opened: somebody decides what becomes of the case.
    return sa.select(Referral).where(sa.or_(*waits, for_chair, _withdrawn_with_case(panels)))


def _withdrawn_with_case(panels: tuple[str, ...]) -> sa.ColumnElement[bool]:
    withdrawn = sa.exists().where(TriageDecision.referral_id == Referral.id, TriageDecision.option == "withdraw")
    return sa.and_(Referral.panel.in_(panels), withdrawn, Referral.case.has(closed_at=None))


def _open_states(panel: str) -> list[str]:
    lifecycle = panel_types.get(panel).lifecycle
    return [state.key for state in lifecycle.states if state.open and state.key != lifecycle.initial]


def _state_words(referral: Referral) -> tuple[str, str]:
    state: State = panel_types.get(referral.panel).lifecycle.state(referral.state)
    if not state.open:
        return f"{state.title}, case open", "orange"
    if pending(referral):
        return "Waiting for the chair", "purple"
    if state.pauses_clock:
        return state.title, "grey"
    return ("Urgent", "red") if referral.urgent == CONFIRMED else (state.title, "blue")


def _order(referral: Referral, clock: ClockState | None) -> tuple[bool, date, int, float]:
    rank = band_rank(panel_types.get(referral.panel).risk_tools).get(referral.band or "", -1)
    sent = referral.submitted_at or referral.created_at
    resting = clock is None or clock.working_days is None
    return resting, clock.due_on if clock else date.max, -rank, sent.timestamp()
