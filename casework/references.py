"""References: short, dull, without a name or a year of birth in them. One counter for each letter."""

from hashlib import blake2b

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from extensions import Model, db

AREA = "QQ"
PERSON_LETTER, MEETING_LETTER = "P", "M"


class ReferenceCounter(Model):
    """The last number given out under a letter."""

    __tablename__ = "reference_counter"

    letter: Mapped[str] = mapped_column(sa.String(4), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


def next_reference(letter: str, *, scattered: bool = False) -> str:
    """The next reference under ``letter``, such as ``QQ-A-0147``. Gaps are possible, repeats are not.

    Each panel counts under letters of its own, so that nobody learns from a gap that another panel was at work.
    ``scattered``: the number tells not even how many came before: it is made of the count by a secret shuffling.
    """
    taken = sa.update(ReferenceCounter).where(ReferenceCounter.letter == letter).values(last=ReferenceCounter.last + 1)
    number = db.session.execute(taken.returning(ReferenceCounter.last)).scalar_one_or_none()
    if number is None:
        db.session.execute(sa.insert(ReferenceCounter).values(letter=letter, last=1))
        number = 1
    return f"{AREA}-{letter}-{_scattered(letter, number) if scattered else number:04d}"


def _scattered(letter: str, number: int) -> int:
    """A six-digit number for a count, different for every count: a Feistel shuffle of a million places, keyed by this
    installation's secret (cycle-walking is not needed: both halves count to 1,000)."""
    left, right = divmod(number % 1_000_000, 1_000)
    for step in range(4):
        text = f"{letter}|{step}|{right}".encode()
        mixed = int.from_bytes(blake2b(text, key=current_app.config["SECRET_KEY"], digest_size=8).digest())
        left, right = right, (left + mixed) % 1_000
    return left * 1_000 + right
