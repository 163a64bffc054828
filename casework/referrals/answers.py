"""Keeping and reading the answers of a referral: one sealed row for each item of a section.

Restricted answers stand in a row of their own under the referral's restricted key. The open row keeps what may be shown
of them without that key: the first half of a postcode, and whether the address is to be kept hidden.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from casework.panel_type.questions import NOT_KNOWN, Answers, Form, Item, Kind, Question, Section, Value
from casework.panel_type.registry import panel_types
from casework.referrals.models import Referral, ReferralAnswers
from extensions import db, now

NOTHING_TO_ADD = -1
KEPT_APART = "kept_apart"
"""Stands in the open row for a restricted answer that was given and is not an address."""


@dataclass(frozen=True, slots=True)
class SavedItem:
    """One item of a section with the version it has. Version 0 = never saved."""

    answers: Item
    version: int


def form_of(referral: Referral) -> Form:
    """The version of the form on which this referral was begun; once it is sent with everything that was asked."""
    asking = referral.submitted_at is None
    return panel_types.form(referral.panel, referral.form_id, referral.form_version, asking=asking)


def answers_of(referral: Referral, *, restricted: bool) -> Answers:
    """All answers. Without ``restricted`` the restricted ones are shown by what may be shown of them.

    A section that was saved with nothing to add is there with no items; one that was never saved is not there.
    """
    found: dict[str, dict[int, Item]] = {}
    # Open rows first, so that restricted answers take the place of what stands in for them.
    for row in sorted(_rows(referral), key=lambda row: row.restricted):
        items = found.setdefault(row.section, {})
        if row.item == NOTHING_TO_ADD or (row.restricted and not restricted):
            continue
        items[row.item] = {**items.get(row.item, {}), **(row.answers or {})}
    return {section: [items[number] for number in sorted(items)] for section, items in found.items()}


def item_numbers(referral: Referral, section: str) -> list[int]:
    """The numbers of a section's items in their order. They stay the same when another item is removed."""
    return sorted({row.item for row in _rows(referral, section) if row.item != NOTHING_TO_ADD})


def item_of(referral: Referral, section: str, number: int) -> SavedItem:
    """One item with its restricted answers; empty with version 0 when it was never saved."""
    rows = [row for row in _rows(referral, section) if row.item == number]
    answers: Item = {}
    for row in sorted(rows, key=lambda row: row.restricted):
        answers |= row.answers or {}
    return SavedItem(answers, max((row.version for row in rows if not row.restricted), default=0))


def keep_item(referral: Referral, section: Section, number: int, item: Item) -> int:
    """Store one item and return its new version. The referral's keys are open."""
    apart = {question.id for question in section.questions if question.restricted}
    shown = {key: value for key, value in item.items() if key not in apart}
    shown |= {key: stand_in(section.question(key), value) for key, value in item.items() if key in apart}
    rows = _rows(referral, section.id)
    row = _keep(referral, rows, section.id, number, shown, restricted=False)
    if apart:
        _keep(referral, rows, section.id, number, {key: item[key] for key in item if key in apart}, restricted=True)
    if any(row.item == NOTHING_TO_ADD for row in rows):
        _forget(referral, section.id, [NOTHING_TO_ADD])
    _touch(referral)
    return row.version


def keep_nothing_to_add(referral: Referral, section: Section) -> None:
    """Record that a section that repeats was looked at and has no item."""
    _keep(referral, _rows(referral, section.id), section.id, NOTHING_TO_ADD, {}, restricted=False)
    _touch(referral)


def remove_item(referral: Referral, section: Section, number: int) -> None:
    """Take one item of a draft away."""
    _forget(referral, section.id, [number])
    if section.min_items == 0 and not item_numbers(referral, section.id):
        keep_nothing_to_add(referral, section)
    _touch(referral)


def remove_all(referral: Referral) -> None:
    """Take every answer of a draft away."""
    db.session.flush()
    db.session.execute(sa.delete(ReferralAnswers).where(ReferralAnswers.referral_id == referral.id))


def stand_in(question: Question, value: Value) -> Value:
    """What may be shown of a restricted answer without its key."""
    if question.kind is Kind.ADDRESS and isinstance(value, dict):
        outward = str(value.get("postcode") or "").split(" ", 1)[0]
        shown: dict[str, str | bool] = {"postcode": outward, "hidden": bool(value.get("hidden"))}
        return shown | {"no_fixed_address": bool(value.get("no_fixed_address"))}
    return value if value == NOT_KNOWN else KEPT_APART


def hides_an_address(answers: Answers) -> bool:
    """Whether any address in the answers is to be kept hidden."""
    values = (value for items in answers.values() for item in items for value in item.values())
    return any(isinstance(value, dict) and bool(value.get("hidden")) for value in values)


def _rows(referral: Referral, section: str | None = None) -> list[ReferralAnswers]:
    db.session.flush()
    query = sa.select(ReferralAnswers).where(ReferralAnswers.referral_id == referral.id)
    if section is not None:
        query = query.where(ReferralAnswers.section == section)
    return list(db.session.scalars(query.order_by(ReferralAnswers.section, ReferralAnswers.item)))


def _keep(
    referral: Referral, rows: list[ReferralAnswers], section: str, number: int, answers: Item, *, restricted: bool
) -> ReferralAnswers:
    for row in rows:
        if (row.item, row.restricted) == (number, restricted):
            row.answers, row.saved_at, row.version = answers, now(), row.version + 1
            return row
    row = ReferralAnswers(
        data_key_id=referral.restricted_key_id if restricted else referral.data_key_id,
        referral_id=referral.id,
        section=section,
        item=number,
        restricted=restricted,
        answers=answers,
        version=1,
    )
    db.session.add(row)
    return row


def _forget(referral: Referral, section: str, numbers: Iterable[int]) -> None:
    db.session.flush()
    db.session.execute(
        sa.delete(ReferralAnswers).where(
            ReferralAnswers.referral_id == referral.id,
            ReferralAnswers.section == section,
            ReferralAnswers.item.in_(list(numbers)),
        )
    )


def _touch(referral: Referral) -> None:
    referral.saved_at = now()
    referral.version += 1
