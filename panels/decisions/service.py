"""Recording what the panel decides about one case, and what each agency says."""

from uuid import UUID

import sqlalchemy as sa

from auth.models import Account
from auth.roles import Actor
from casework.cases.models import Case
from casework.cases.named import refuse_names
from casework.cases.rules import CHAIR_ONLY
from casework.errors import Refused, Stale
from casework.panel_settings.narrative import must_take_words
from casework.panel_type.registry import panel_types
from extensions import db, now
from panels.agendas.models import AgendaItem
from panels.decisions import typed as rules
from panels.decisions.lacking import dissent_after, lacks_of
from panels.decisions.models import Contribution, ItemRecord
from panels.decisions.moves import puts_off
from panels.decisions.new_actions import add_rows
from panels.decisions.states import ADJOURNED, DECIDED, LIVE, NOT_REACHED, UNFINISHED, WAITING
from panels.decisions.typed import Lack, Typed
from panels.decisions.ways import votes_of, way_of
from panels.meetings.access import CLOSED, OPEN
from panels.meetings.models import Meeting
from wording.dates import as_date

__all__ = [
    "Lacking",
    "add_contribution",
    "contribution_of",
    "contributions_of",
    "lacks_of",
    "leave_unfinished",
    "put_aside",
    "record_of",
    "save_record",
    "set_shortcuts",
    "start_item",
    "takes_words",
    "typed_of",
]


class Lacking(Refused):
    """Several things are missing; each has its field."""

    def __init__(self, lacks: tuple[Lack, ...]) -> None:
        super().__init__(lacks[0].message, lacks[0].field)
        self.lacks = lacks


def record_of(item: AgendaItem) -> ItemRecord | None:
    """The record of one case at one meeting, if anything was written yet."""
    return db.session.scalars(sa.select(ItemRecord).where(ItemRecord.item_id == item.id)).one_or_none()


def start_item(*, meeting: Meeting, item: AgendaItem) -> None:
    """Begin a case: its clock runs and the room's screen shows it. Beginning it again changes no time.

    :raises Refused: the meeting is not open.
    """
    _must_be_open(meeting)
    item.started_at = item.started_at or now()
    if item.state in (WAITING, NOT_REACHED):
        item.state = LIVE
    meeting.room_item_id = item.id
    meeting.version += 1


def save_record(
    *, actor: Actor, meeting: Meeting, item: AgendaItem, case: Case, version: int, typed: Typed, decided: bool
) -> ItemRecord:
    """Store what was typed about a case; with ``decided`` it counts as the panel's decision from now on.

    ``version`` is the version of the record that was on the page (0 for none). Action rows become actions.
    :raises Refused: a decision without its reason or another needed part; a meeting that is not open.
    :raises Stale: somebody saved other words since the page was opened; nothing is stored.
    """
    _must_take_words(meeting, item)
    record = _locked_record(item)
    lacking = lacks_of(meeting=meeting, item=item, case=case, record=record, typed=typed, decided=decided)
    if lacking:
        raise Lacking(lacking)
    _must_not_overwrite(record, version, typed)
    changed = record is not None and bool(rules.differing(typed, typed_of(record)))
    record = record or _new_record(actor, item, case)
    _fill(record, actor, meeting, typed, decided=decided)
    add_rows(actor=actor, meeting=meeting, item=item, case=case, rows=typed.actions)
    item.started_at = item.started_at or now()
    if decided:
        put_off = puts_off(panel_types.get(meeting.panel), typed.option)
        item.finished_at = (item.finished_at if item.state == DECIDED else None) or now()
        item.state = ADJOURNED if put_off else DECIDED
        case.band = typed.band
    elif item.state == WAITING or (changed and item.state in (DECIDED, ADJOURNED)):
        # What was decided and is changed without being decided again stands open.
        item.state, item.finished_at = LIVE, None
    meeting.version += 1
    db.session.flush()
    return record


def leave_unfinished(*, meeting: Meeting, item: AgendaItem) -> None:
    """Go on without a decision: the case shows as unfinished and the minutes cannot be approved before it has one."""
    _must_take_words(meeting, item)
    item.state, item.finished_at = UNFINISHED, now()
    meeting.version += 1


def put_aside(*, meeting: Meeting, item: AgendaItem, record: ItemRecord | None, adjourned: bool) -> None:
    """Adjourn a case, or note that time ran out before it: the meeting's closing takes it to the next meeting.

    :raises Refused: a case is adjourned without saying why.
    """
    _must_be_open(meeting)
    if adjourned and not (record and record.reason):
        raise Refused("Enter why the case is adjourned", "reason")
    item.state, item.finished_at = (ADJOURNED if adjourned else NOT_REACHED), now()
    meeting.version += 1


def add_contribution(
    *,
    actor: Actor,
    meeting: Meeting,
    item: AgendaItem,
    case: Case,
    agency_id: UUID,
    nature: str,
    handling: str,
    text: str,
    replaces: Contribution | None = None,
) -> Contribution:
    """Write down what an agency said. Rows are only added; a correction stands beside what it corrects.

    :raises Refused: nothing typed, the meeting is not open, or the panel runs without narrative.
    :raises Stale: somebody corrected the same words first.
    """
    _must_take_words(meeting, item)
    must_take_words(case.panel, "text")
    if not text.strip():
        raise Refused("Enter what was said", "text")
    if handling != CHAIR_ONLY:
        refuse_names(case, text=text)
    if replaces is not None:
        _replace(replaces, text)
    row = Contribution(
        data_key_id=case.data_key_id,
        item_id=item.id,
        case_id=case.id,
        agency_id=agency_id,
        nature=nature,
        handling=handling,
        text=text,
        by_id=actor.account_id,
        replaces_id=replaces.id if replaces else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def contributions_of(item: AgendaItem, *, with_replaced: bool = False) -> list[Contribution]:
    """What was said about the case, in the order written; without what was corrected since."""
    wanted = sa.select(Contribution).where(Contribution.item_id == item.id)
    if not with_replaced:
        wanted = wanted.where(Contribution.replaced_at.is_(None))
    return list(db.session.scalars(wanted.order_by(Contribution.at, Contribution.id)))


def contribution_of(item: AgendaItem, contribution_id: UUID) -> Contribution | None:
    """One thing said about this case at this meeting, corrected or not."""
    wanted = sa.select(Contribution).where(Contribution.id == contribution_id, Contribution.item_id == item.id)
    return db.session.scalars(wanted).one_or_none()


def set_shortcuts(*, actor: Actor, on: bool) -> None:
    """Remember whether this person wants single-key shortcuts (WCAG 2.2, 2.1.4: they can be turned off)."""
    db.session.get_one(Account, actor.account_id).shortcuts_on = on


def takes_words(meeting: Meeting, item: AgendaItem) -> bool:
    """Whether the record may be written: the meeting is open, or closed with this case still unfinished."""
    return meeting.state == OPEN or (meeting.state == CLOSED and item.state == UNFINISHED)


def typed_of(record: ItemRecord | None) -> Typed:
    """What stands, as the page's fields hold it."""
    if record is None:
        return Typed()
    return Typed(
        option=record.option,
        reason=record.reason or "",
        band=record.band,
        closure_reason=record.closure_reason,
        review_on=record.review_on,
        rule=record.rule,
        votes_for=record.votes_for,
        votes_against=record.votes_against,
        telling=record.telling or "",
        told=record.told or rules.TO_TELL,
        acted_by_id=record.acted_by_id,
    )


def _new_record(actor: Actor, item: AgendaItem, case: Case) -> ItemRecord:
    record = ItemRecord(
        data_key_id=case.data_key_id, item_id=item.id, case_id=case.id, version=0, saved_by_id=actor.account_id
    )
    record.dissent = []
    db.session.add(record)
    return record


def _fill(record: ItemRecord, actor: Actor, meeting: Meeting, typed: Typed, *, decided: bool) -> None:
    panel = panel_types.get(meeting.panel)
    record.option, record.band = typed.option, typed.band
    record.rule = way_of(panel.meeting, typed.rule).key
    record.votes_for, record.votes_against = votes_of(panel.meeting, typed)
    # Where no words are taken, the page has no box for what they are told: what stands from before stays.
    record.telling = typed.telling if panel.in_mode.narrative else (typed.telling or record.telling)
    record.reason, record.told = typed.reason, typed.told
    closing = typed.option is not None and panel.decision(typed.option).needs_closure_reason
    record.closure_reason = typed.closure_reason if closing else None
    record.review_on = typed.review_on
    if decided and typed.option and record.review_on is None:
        record.review_on = rules.default_review(panel, typed.option, typed.band, as_date(meeting.starts_at))
    record.dissent = dissent_after(record, typed)
    record.acted_by_id = typed.acted_by_id
    record.saved_by_id, record.saved_at = actor.account_id, now()
    record.version += 1


def _locked_record(item: AgendaItem) -> ItemRecord | None:
    """The record as it stands now, its agenda item locked, so that two savers come one after the other."""
    db.session.execute(sa.select(AgendaItem.id).where(AgendaItem.id == item.id).with_for_update())
    wanted = sa.select(ItemRecord).where(ItemRecord.item_id == item.id)
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def _must_not_overwrite(record: ItemRecord | None, version: int, typed: Typed) -> None:
    standing = record.version if record else 0
    if version == standing:
        return
    theirs = typed_of(record)
    if rules.differing(typed, theirs):
        by = db.session.get(Account, record.saved_by_id).name if record else ""  # type: ignore[union-attr]
        raise Stale(theirs=theirs.reason, mine=typed.reason, by=by, version=standing)


def _must_be_open(meeting: Meeting) -> None:
    if meeting.state != OPEN:
        raise Refused("This meeting is not open.")


def _must_take_words(meeting: Meeting, item: AgendaItem) -> None:
    if not takes_words(meeting, item):
        raise Refused("This meeting is not open.")


def _replace(standing: Contribution, text: str) -> None:
    db.session.execute(sa.select(Contribution.id).where(Contribution.id == standing.id).with_for_update())
    db.session.refresh(standing)
    if standing.replaced_at is not None:
        newer = db.session.scalars(sa.select(Contribution).where(Contribution.replaces_id == standing.id)).first()
        raise Stale(theirs=(newer.text or "") if newer else "", mine=text, by=newer.by.name if newer else "", version=0)
    standing.replaced_at = now()
