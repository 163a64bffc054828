"""References: short, dull, without a name or a year of birth in them. One counter for each letter."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from extensions import Model, db

AREA = "QQ"
PERSON_LETTER, MEETING_LETTER = "P", "M"


class ReferenceCounter(Model):
    """The last number given out under a letter."""

    __tablename__ = "reference_counter"

    letter: Mapped[str] = mapped_column(sa.String(4), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


def next_reference(letter: str) -> str:
    """The next reference under ``letter``, such as ``QQ-A-0147``. Gaps are possible, repeats are not."""
    taken = sa.update(ReferenceCounter).where(ReferenceCounter.letter == letter).values(last=ReferenceCounter.last + 1)
    number = db.session.execute(taken.returning(ReferenceCounter.last)).scalar_one_or_none()
    if number is None:
        db.session.execute(sa.insert(ReferenceCounter).values(letter=letter, last=1))
        number = 1
    return f"{AREA}-{letter}-{number:04d}"
