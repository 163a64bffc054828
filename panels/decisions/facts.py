"""What the table looks at while a case is heard: read-only, gathered from what the agencies have given."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from auth.roles import Actor
from casework.actions.access import actions_of_case
from casework.actions.models import Action
from casework.actions.rules import STANDING
from casework.case_forms.pages import read_out
from casework.cases.access import is_withheld_from
from casework.cases.history import origins_of
from casework.cases.models import Case
from casework.cases.pages import safety_lines_withheld
from casework.cases.told_risk import unchecked_risk
from casework.enquiries.access import enquiries_of_cases
from casework.enquiries.models import Enquiry
from casework.enquiries.rules import KNOWN_WORDS, RESTRICTION_WORDS, Known, Restriction
from casework.panel_type.questions import Value, is_blank
from casework.panel_type.registry import panel_types
from casework.panel_type.shown import display
from extensions import db
from panels.agendas.models import AgendaItem
from panels.decisions.access import OpenItem
from panels.decisions.models import ItemRecord
from wording.dates import today

RECORD = "decision.record"
NOT_REPLIED = "Not replied"
BARE = {KNOWN_WORDS[Known.NOT_KNOWN]: "Not known to", NOT_REPLIED: NOT_REPLIED}


@dataclass(frozen=True, slots=True)
class Said:
    """What one agency answered before the meeting. ``limit`` says how far it may go; empty for no limit."""

    agency: str
    words: str
    opinion: str = ""
    limit: str = ""
    replied: bool = True

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to read but that the agency knows nobody, or has not replied."""
        return self.words in BARE and not self.opinion and not self.limit


@dataclass(frozen=True, slots=True)
class Told:
    """One answer of a referral, under the heading the panel gives it."""

    title: str
    words: str


@dataclass(frozen=True, slots=True)
class ReadOut:
    """A case form that is read out when the case is called: its title, and each answer under its question."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LiveFacts:
    """Everything on the page of one case that is not typed there."""

    first_time: bool
    band_before: str | None
    brief: tuple[Told, ...]
    forms: tuple[ReadOut, ...]
    said: tuple[Said, ...]
    unfinished: tuple[Action, ...]
    added_here: tuple[Action, ...]
    markers: tuple[str, ...]

    def agencies_without(self) -> list[tuple[str, str]]:
        """The agencies that said nothing to read, in one line for each kind: its words and their names."""
        silent = [said for said in self.said if said.is_bare]
        lines = [(title, [said.agency for said in silent if said.words == words]) for words, title in BARE.items()]
        return [(title, ", ".join(names)) for title, names in lines if names]


def live_facts(actor: Actor, opened: OpenItem) -> LiveFacts:
    """The facts of an opened case, each behind its own door (replies, actions, referrals)."""
    case = opened.case
    actions = actions_of_case(actor, case, RECORD, also=opened.also)
    here = [action for action in actions if action.agenda_item_id == opened.item.id]
    before = [action for action in actions if action.status in STANDING and action not in here]
    return LiveFacts(
        first_time=case.times_heard == 0,
        band_before=band_before(opened.item),
        brief=tuple(_brief(case)),
        forms=tuple(_forms_read_out(actor, case)),
        said=replies(actor, opened.item, case, opened.also),
        unfinished=tuple(before),
        added_here=tuple(here),
        markers=standing_markers(actor, case, today()),
    )


def replies(actor: Actor, item: AgendaItem, case: Case, also: frozenset[str] = frozenset()) -> tuple[Said, ...]:
    """What the agencies answered for this meeting, the silent ones included."""
    asked = enquiries_of_cases(actor, item.meeting_id, [case], RECORD, also=also)[case.id]
    return tuple(_said(enquiry) for enquiry in asked)


def band_before(item: AgendaItem) -> str | None:
    """The risk band agreed when the panel last heard the case; ``None`` the first time."""
    wanted = (
        sa.select(ItemRecord.band)
        .join(AgendaItem, AgendaItem.id == ItemRecord.item_id)
        .where(ItemRecord.case_id == item.case_id, ItemRecord.item_id != item.id, ItemRecord.applied_at.is_not(None))
        .order_by(ItemRecord.applied_at.desc())
        .limit(1)
    )
    return db.session.scalar(wanted)


def standing_markers(actor: Actor, case: Case, on: date) -> tuple[str, ...]:
    """What anybody who visits must know, from the warnings in force on that day and from what waits to be one."""
    if is_withheld_from(actor, case):
        return tuple(line.words for line in safety_lines_withheld(case))
    recorded = (
        marker.incident or ""
        for party in case.parties
        if party.removed_at is None
        for marker in party.person.markers
        if marker.ended_at is None and marker.review_on >= on
    )
    return (*recorded, *unchecked_risk(case))


def _said(enquiry: Enquiry) -> Said:
    agency = enquiry.agency.short_name
    if enquiry.answered_at is None or enquiry.known is None:
        return Said(agency, NOT_REPLIED, replied=False)
    answer = enquiry.answer or {}
    limit = "" if enquiry.restriction == Restriction.NONE else RESTRICTION_WORDS[Restriction(enquiry.restriction)]
    words = str(answer.get("facts") or answer.get("reason") or KNOWN_WORDS[Known(enquiry.known)])
    return Said(agency, words, str(answer.get("opinion") or ""), limit)


def _brief(case: Case) -> Iterator[Told]:
    """What the referrals of the case told, as the case keeps it."""
    panel = panel_types.get(case.panel)
    for origin in origins_of(case.id):
        form = panel_types.form(case.panel, origin.form_id, origin.form_version)
        for line in panel.brief:
            for item in (origin.answers or {}).get(line.section, ()):
                value: Value = item.get(line.question)
                if not is_blank(value):
                    yield Told(line.title, display(form.section(line.section).question(line.question), value))


def _forms_read_out(actor: Actor, case: Case) -> Iterator[ReadOut]:
    for title, cards in read_out(actor, case):
        rows = [(row["key"], row["value"]) for card in cards for row in card.rows]
        yield ReadOut(title, tuple(rows))
