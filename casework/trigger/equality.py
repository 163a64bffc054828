"""Who asks: questions for equality monitoring that a resident may answer after sending. They are counted and not kept.

Each answer adds one to a count of the panel's year (Equality Act 2010 s149; domain.md 3.4). Nothing says whose it was,
so whoever decides about a request cannot see it, nor can anybody else. That she answered is kept, so that nobody counts
twice. The groups are those of the Census 2021 for England (Office for National Statistics), values as officers have
them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from casework.trigger.access import OpenRequest
from casework.trigger.models import EqualityCount
from extensions import db
from wording.dates import today
from wording.languages import msg

NOT_SAID = ("not_stated", msg("I do not want to say"))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: ``answers`` are pairs of a value and its words; ``several``: more than one may be true."""

    key: str
    words: str
    answers: tuple[tuple[str, str], ...]
    several: bool = False


QUESTIONS = (
    Asked("age", msg("How old are you?"), (
        ("under_18", msg("Under 18")), ("18_24", msg("18 to 24")), ("25_34", msg("25 to 34")),
        ("35_44", msg("35 to 44")), ("45_54", msg("45 to 54")), ("55_64", msg("55 to 64")),
        ("65_74", msg("65 to 74")), ("75_over", msg("75 or older")), NOT_SAID,
    )),
    Asked("sex", msg("What is your sex?"), (("female", msg("Female")), ("male", msg("Male")), NOT_SAID)),
    Asked("gender_identity", msg("Is your gender the same as at birth?"), (
        ("same", msg("Yes")), ("different", msg("No")), NOT_SAID,
    )),
    Asked("ethnicity", msg("What is your ethnic group?"), (
        ("asian_bangladeshi", msg("Asian: Bangladeshi")), ("asian_indian", msg("Asian: Indian")),
        ("asian_pakistani", msg("Asian: Pakistani")), ("asian_chinese", msg("Asian: Chinese")),
        ("asian_other", msg("Asian: another group")), ("black_african", msg("Black: African")),
        ("black_caribbean", msg("Black: Caribbean")), ("black_somali", msg("Black: Somali")),
        ("black_other", msg("Black: another group")), ("mixed_caribbean", msg("Mixed: White and Black Caribbean")),
        ("mixed_african", msg("Mixed: White and Black African")), ("mixed_asian", msg("Mixed: White and Asian")),
        ("mixed_other", msg("Mixed: another group")), ("white_british", msg("White: British")),
        ("white_irish", msg("White: Irish")), ("white_traveller", msg("White: Gypsy or Irish Traveller")),
        ("white_roma", msg("White: Roma")), ("white_other", msg("White: another group")), ("arab", msg("Arab")),
        ("other", msg("Another group")), NOT_SAID,
    )),
    Asked("religion", msg("What is your religion?"), (
        ("none", msg("No religion")), ("christian", msg("Christian")), ("buddhist", msg("Buddhist")),
        ("hindu", msg("Hindu")), ("jewish", msg("Jewish")), ("muslim", msg("Muslim")), ("sikh", msg("Sikh")),
        ("other", msg("Another religion")), NOT_SAID,
    )),
    Asked("sexual_orientation", msg("Which of these are you?"), (
        ("straight", msg("Straight")), ("gay_lesbian", msg("Gay or lesbian")), ("bisexual", msg("Bisexual")),
        ("other", msg("Another word")), NOT_SAID,
    )),
    Asked("disability", msg("Do you have a disability or a long illness?"), (
        ("none", msg("No")), ("mobility", msg("Yes, with moving")), ("sight", msg("Yes, with seeing")),
        ("hearing", msg("Yes, with hearing")), ("learning", msg("Yes, with learning")),
        ("mental_health", msg("Yes, my mind is not well")), ("neurodivergence", msg("Yes, autism or the like")),
        ("long_term", msg("Yes, a long illness")), ("other", msg("Yes, something else")), NOT_SAID,
    ), several=True),
)  # fmt: skip


def count_answers(*, opened: OpenRequest, given: Mapping[str, Sequence[str]]) -> None:
    """Add one to each answer that was given. Nothing given is nothing said, and may be said later.

    Values that were not offered are left out; somebody who was counted before is not counted again.
    """
    picked = [
        (asked.key, value) for asked in QUESTIONS for value, _ in asked.answers if value in given.get(asked.key, ())
    ]
    if not picked or opened.request.was_counted:
        return
    opened.request.was_counted = True
    for question, answer in picked:
        _add_one(opened.referral.panel, question, answer)


def counts_of(panel: str, year: int) -> dict[str, dict[str, int]]:
    """Every question's answers with how often each was given in a calendar year, none for one that nobody gave."""
    wanted = sa.select(EqualityCount).where(EqualityCount.panel == panel, EqualityCount.year == year)
    found = {(row.question, row.answer): row.count for row in db.session.scalars(wanted)}
    return {asked.key: {value: found.get((asked.key, value), 0) for value, _ in asked.answers} for asked in QUESTIONS}


def _add_one(panel: str, question: str, answer: str) -> None:
    key = {"panel": panel, "year": today().year, "question": question, "answer": answer}
    try:
        with db.session.begin_nested():
            db.session.add(EqualityCount(**key, count=0))
    except IntegrityError:
        pass  # given before this year
    which = [getattr(EqualityCount, name) == value for name, value in key.items()]
    more = sa.update(EqualityCount).where(*which).values(count=EqualityCount.count + 1)
    db.session.execute(more.execution_options(synchronize_session=False))
