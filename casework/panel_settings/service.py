"""Setting a panel's numbers, names and mode, dated and with a reason. Nothing is overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from auth.roles import Actor
from casework.errors import Refused
from casework.panel_settings.models import ModeRecord, PanelSetting
from casework.panel_settings.present import Values, forget, values_on
from casework.panel_type.checks import unsound
from casework.panel_type.definition import PanelType
from casework.panel_type.marked import MODE, in_force, marked_numbers, marked_words
from casework.panel_type.registry import panel_types
from extensions import db
from wording.dates import today

LEAST_WHY = 10
"""Characters of a reason: less says nothing."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is on record before a panel runs in a mode that needs it: reference of the signed assessment, who signed
    it, when, and the day on which it is looked at again."""

    reference: str
    signed_by: str
    signed_on: date
    review_on: date


def set_number(*, actor: Actor, panel: str, name: str, value: int | None, from_on: date, why: str) -> PanelSetting:
    """Set one marked number from a day on; ``None`` lets the definition's own stand again.

    :raises Refused: outside its limits, or the panel would not be sound with it, or it is for administrators to set;
        says what is wrong.
    :raises KeyError: the panel has no such number.
    """
    declared = panel_types.declared(panel)
    marked = {one.name: one for one in marked_numbers(declared)}[name]
    if marked.by_administrators and not actor.is_administrator():
        raise Refused("A system administrator sets this. Ask one of them", "value")
    if value is not None and not marked.lowest <= value <= marked.highest:
        raise Refused(f"Enter a number from {marked.limits}", "value")
    return _set(actor, declared, name, None if value is None else str(value), from_on, why)


def set_words(*, actor: Actor, panel: str, name: str, value: str | None, from_on: date, why: str) -> PanelSetting:
    """Set one of the panel's names from a day on; ``None`` lets the definition's own stand again.

    :raises Refused: empty, too long, or another panel is called so.
    :raises KeyError: the panel has no such name.
    """
    declared = panel_types.declared(panel)
    marked = {one.name: one for one in marked_words(declared)}[name]
    words = None if value is None else " ".join(value.split())
    if words is not None and not 0 < len(words) <= marked.most:
        raise Refused(f"Enter a name of up to {marked.most} characters", "value")
    others = [other for other in panel_types.every() if other.key != panel]
    if words is not None and any(words.casefold() in _names(other) for other in others):
        raise Refused("Another panel is called that. Enter a different name", "value")
    return _set(actor, declared, name, words, from_on, why)


def choose_mode(
    *, actor: Actor, panel: str, mode: str, from_on: date, why: str, proof: Proof | None = None
) -> PanelSetting:
    """Run the panel in one of its modes from a day on. What it needs on record is kept with the setting.

    :raises Refused: nothing is on record that the mode needs, or it is no longer good.
    :raises KeyError: the panel has no such mode.
    """
    declared = panel_types.declared(panel)
    chosen = {one.key: one for one in declared.modes}[mode]
    record = None
    if chosen.needs_record:
        record = _kept(actor, panel, mode, chosen.needs_record, from_on, proof)
    row = _set(actor, declared, MODE, mode, from_on, why)
    if record is not None:
        db.session.add(record)
        db.session.flush()
        row.record_id = record.id
    db.session.flush()
    return row


def history(panel: str) -> Sequence[PanelSetting]:
    """Everything that was ever set for a panel, newest first, with who set it and what was on record."""
    wanted = sa.select(PanelSetting).where(PanelSetting.panel == panel).order_by(PanelSetting.number.desc())
    return db.session.scalars(wanted.options(joinedload(PanelSetting.set_by), joinedload(PanelSetting.record))).all()


def mode_record(panel: str, day: date) -> ModeRecord | None:
    """What is on record for the mode in force on ``day``; ``None`` where it needs nothing."""
    begun = [row for row in history(panel) if row.name == MODE and row.from_on <= day]
    return begun[0].record if begun else None


def _set(actor: Actor, declared: PanelType, name: str, value: str | None, from_on: date, why: str) -> PanelSetting:
    if from_on < today():
        raise Refused("The first day must be today or later: what was in force stays on record", "from_on")
    if len(why.strip()) < LEAST_WHY:
        raise Refused("Enter why this is set, so that it can be understood later", "why")
    row = PanelSetting(
        panel=declared.key, name=name, value=value, from_on=from_on, why=why.strip(), set_by_id=actor.account_id
    )
    _must_stay_sound(declared, row)
    db.session.add(row)
    db.session.flush()
    forget()
    return row


def _must_stay_sound(declared: PanelType, row: PanelSetting) -> None:
    """With every setting that stands on its first day, and on each later day on which another begins."""
    rows = [*reversed(history(declared.key)), row]
    days = sorted({row.from_on, *(other.from_on for other in rows if other.from_on > row.from_on)})
    if values_on(row.from_on, rows[:-1]).get(row.name) == row.value and len(days) == 1:
        raise Refused("That is what stands already", "value")
    for day in days:
        values: Values = values_on(day, rows)
        for fault in unsound(in_force(declared, values)):
            raise Refused(f"This cannot be set, because then {fault.words}", "value")


def _kept(actor: Actor, panel: str, mode: str, wanted: str, from_on: date, proof: Proof | None) -> ModeRecord:
    if proof is None or not (proof.reference.strip() and proof.signed_by.strip()):
        raise Refused(f"Record first: {wanted[:1].lower()}{wanted[1:]}", "reference")
    if proof.signed_on > today():
        raise Refused("The day on which it was signed must not be in the future", "signed_on")
    if proof.review_on <= max(from_on, today()):
        raise Refused("The next review must come after the first day. Have it reviewed before you go on", "review_on")
    return ModeRecord(
        panel=panel,
        mode=mode,
        reference=proof.reference.strip(),
        signed_by=proof.signed_by.strip(),
        signed_on=proof.signed_on,
        review_on=proof.review_on,
        recorded_by_id=actor.account_id,
    )


def _names(panel: PanelType) -> set[str]:
    return {panel.name.casefold(), panel.neutral_name.casefold()}
