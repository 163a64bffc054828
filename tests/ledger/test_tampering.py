"""Ten ways to falsify the log, by somebody who can write every table: each is found, with the first bad position, by
the verifier that needs nothing of ours."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.ledger.models import AccessCheckpoint, AccessLeaf, AccessSealing, AccessTile
from extensions import db
from tests.ledger.conftest import Log


@pytest.fixture
def story(log: Log) -> tuple[Log, list[str]]:
    """Forty entries under three checkpoints of 15, 30 and 40, which somebody else keeps."""
    return log, [log.grow(15), log.grow(15), log.grow(10)]


def test_a_log_that_nobody_touched_would_be_called_false(story: Any) -> None:
    log, kept = story
    assert log.verdict(*kept) == "whole"
    assert log.after(lambda: None) == "whole"
    log.write(3)
    assert log.verdict(*kept) == "whole", "what is not signed yet is not in the export"
    assert log.after(log.sign, *kept) == "whole"


def test_an_edit_would_not_be_found(story: Any) -> None:
    """AC 15."""
    log, _ = story
    entry = log.number_at(20)

    def edit(**values: object) -> None:
        db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == entry).values(**values))

    changed = ({"explanation": "you chair this panel"}, {"outcome": "refused"}, {"network_hash": b"1" * 32},
               {"shown": 9}, {"at": log.at})  # fmt: skip
    for values in changed:
        assert log.after(lambda values=values: edit(**values)) == ("altered", 20)
    # With the tree made anew no root is the signed one any more: found between the checkpoints around it.
    assert log.after(lambda: (edit(outcome="refused"), log.rebuild())) == ("forged", (0, 14))


def test_an_object_put_under_an_entry_or_taken_away_would_not_be_found(story: Any) -> None:
    log, _ = story
    number = log.number_at(7)

    def swap() -> None:
        there = sa.text("UPDATE accessed_object SET object_type = 'person' WHERE entry_number = :n")
        db.session.execute(there, {"n": number})

    assert log.after(swap) == ("altered", 7)


def test_a_tail_that_was_cut_off_would_not_be_found(story: Any) -> None:
    log, _ = story
    last = [log.number_at(position) for position in range(35, 40)]

    def cut() -> None:
        log.remove(*last)
        db.session.execute(sa.delete(AccessLeaf).where(AccessLeaf.position >= 35))

    assert log.after(cut) == ("truncated", 35)
    assert log.after(lambda: (cut(), log.rebuild()))[0] == "forged"


def test_an_entry_taken_out_of_the_middle_would_not_be_found(story: Any) -> None:
    log, _ = story
    number = log.number_at(20)
    assert log.after(lambda: log.remove(number)) == ("missing", 20)

    def close_the_gap() -> None:
        log.remove(number)
        db.session.execute(sa.delete(AccessLeaf).where(AccessLeaf.position == 20))
        shift(range(21, 40), -1)

    assert log.after(close_the_gap) == ("missing", 20)


def test_an_entry_put_in_would_not_be_found(story: Any) -> None:
    log, _ = story

    def put_in() -> None:
        log.write()
        number = db.session.scalar(sa.select(sa.func.max(AccessEntry.number)))
        shift(range(39, 19, -1), 1)
        salts = {f"{part}_salt": b"0" * 16 for part in ("who", "what", "rest")}
        db.session.add(AccessLeaf(position=20, entry_number=number, **salts))

    assert log.after(put_in) == ("inserted", 20)


def test_two_entries_that_changed_places_would_not_be_found(story: Any) -> None:
    log, _ = story

    def swap() -> None:
        for position, to in ((10, 900), (20, 10), (900, 20)):
            move(position, to)

    assert log.after(swap) == ("reordered", 10)


def test_a_log_cut_off_and_grown_again_would_not_be_found(story: Any) -> None:
    """By the service's own sealer and key: only who kept a checkpoint can tell."""
    log, kept = story

    def regrow() -> None:
        log.remove(*[log.number_at(position) for position in range(25, 40)])
        db.session.execute(sa.delete(AccessCheckpoint).where(AccessCheckpoint.size > 15))
        db.session.execute(sa.delete(AccessLeaf).where(AccessLeaf.position >= 25))
        db.session.execute(sa.delete(AccessTile))
        db.session.execute(sa.update(AccessSealing).values(settled=0))
        db.session.expire_all()
        log.write(20)
        rehash()
        log.sign()

    assert log.after(regrow) == "whole", "the key can sign anything"
    assert log.after(regrow, *kept) == ("rewritten", (15, 29))


def test_a_log_rebuilt_with_the_stolen_key_would_not_be_found(story: Any) -> None:
    log, kept = story

    def rebuild() -> None:
        entry = log.number_at(5)
        db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == entry).values(outcome="refused"))
        db.session.execute(sa.delete(AccessCheckpoint))
        log.rebuild()
        log.sign()

    assert log.after(rebuild) == "whole"
    assert log.after(rebuild, kept[0]) == ("rewritten", (0, 14))
    assert log.after(rebuild, kept[2]) == ("split-view", (0, 39)), "of the same length: both are signed"


def test_a_log_put_back_from_a_backup_would_not_be_found(story: Any) -> None:
    """AC 16."""
    log, kept = story

    def back() -> None:
        log.remove(*[log.number_at(position) for position in range(30, 40)])
        db.session.execute(sa.delete(AccessCheckpoint).where(AccessCheckpoint.size > 30))
        db.session.execute(sa.delete(AccessLeaf).where(AccessLeaf.position >= 30))
        db.session.execute(sa.delete(AccessTile))
        rehash()

    assert log.after(back) == "whole"
    assert log.after(back, *kept[:2]) == "whole"
    assert log.after(back, kept[2]) == ("rolled-back", 30)


def test_two_histories_shown_to_two_witnesses_would_not_be_found(story: Any) -> None:
    log, kept = story
    other: list[str] = []

    def split() -> None:
        entry = log.number_at(33)
        db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == entry).values(outcome="refused"))
        db.session.execute(sa.delete(AccessCheckpoint).where(AccessCheckpoint.size > 30))
        rehash()
        other.append(log.sign())

    assert log.after(split, kept[1]) == "whole"
    assert log.verdict(kept[1], other[0]) == ("split-view", (30, 39))


def test_a_clock_that_was_set_back_would_not_be_found(story: Any) -> None:
    log, kept = story

    def back(hours: int) -> None:
        log.at -= timedelta(hours=hours)
        log.write(2)
        log.at += timedelta(hours=hours)
        log.sign()

    assert log.after(lambda: back(2), *kept) == ("clock", 40)
    assert log.after(lambda: back(-2)) == ("clock", 40), "an entry of the future is one too"

    def sign_earlier() -> None:
        log.write()
        log.at -= timedelta(hours=2)
        log.sign()

    assert log.after(sign_earlier) == ("clock", 40)


def move(position: int, to: int) -> None:
    db.session.execute(sa.update(AccessLeaf).where(AccessLeaf.position == position).values(position=to))


def shift(positions: range, by: int) -> None:
    for position in positions:
        move(position, position + by)


def rehash() -> None:
    """Make the tiles anew from entries and salts as they now are."""
    from auth.ledger import rows
    from auth.ledger.leaves import Sealed
    from auth.ledger.tiles import Tiles

    number = db.session.scalar(sa.select(sa.func.count()).select_from(AccessLeaf)) or 0
    db.session.execute(sa.delete(AccessTile))
    Tiles().append([one.leaf() for one in rows.sealed_between(0, number) if isinstance(one, Sealed)])
