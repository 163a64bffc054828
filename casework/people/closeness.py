"""How close an opened person is to what was typed, and in what they differ, in words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz.distance import OSA

from casework.people.asked import Asked, DateParts, dates_near, exact_date, phones_near
from casework.people.spellings import sound, spelled, spellings_of
from casework.people.terms import PART_LETTERS, names_of, phones_of, place_of

SAME, SPELT, NEAR, HEARD, PART, NOT = 1.0, 0.97, 0.85, 0.7, 0.6, 0.0
ENOUGH = 0.5
"""Below this a person is not shown: too little of what was typed agrees."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a person is compared. ``address``: none when it is kept hidden."""

    identity: Mapping[str, Any]
    born_on: date | None = None
    address: Mapping[str, Any] | None = None
    contact: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Close:
    """How close (1 is the same), and what differs."""

    score: float
    reasons: tuple[str, ...] = ()


def closeness(asked: Asked, facts: Facts, *, parts: bool = False) -> Close | None:
    """How close a person is; ``None`` when too little agrees. Of all that was typed one thing may differ altogether.

    ``parts``: a word may be a part of one of the name; nobody is close of whose name no word of five letters is one.
    """
    if parts and not any(is_part(word, kept) for word in asked.words for kept in _every_word(facts)):
        return None
    told = [*_name(asked, facts, parts), *_birth(asked, facts), *_place(asked, facts), *_phone(asked, facts)]
    found = [part for part in told if part is not None]
    score = sum(part.score for part in found) / len(found) if found else NOT
    missing = sum(part.score == NOT for part in found)
    if score < ENOUGH or missing > 1 or missing == len(found):
        return None
    return Close(score, tuple(dict.fromkeys(reason for part in found for reason in part.reasons)))


def is_part(typed: str, kept: str) -> bool:
    """Whether a folded word that was typed, of five letters and more, stands in a folded word of a name."""
    return len(typed) >= PART_LETTERS and typed in kept


def _every_word(facts: Facts) -> list[str]:
    return [word for name in names_of(facts.identity) for word in name]


def _name(asked: Asked, facts: Facts, parts: bool) -> list[Close]:
    """The name that agrees best, word by word: each word of it stands for one that was typed."""
    if not asked.words:
        return []
    best = max((_words(asked.words, name, parts) for name in names_of(facts.identity)), key=_total, default=None)
    return best or [Close(NOT)] * len(asked.words)


def _words(typed: Sequence[str], name: Sequence[str], parts: bool) -> list[Close]:
    left, found = list(name), []
    for word in sorted(typed, key=lambda one: one not in name):
        close, kept = max(
            ((_word(word, one, parts), one) for one in left), key=lambda pair: pair[0].score, default=(None, "")
        )
        if close is None or close.score == NOT:
            found.append(Close(NOT, (f"“{word}” not found",)))
            continue
        left.remove(kept)
        found.append(close)
    # Of two people who agree, the one with no other name comes first.
    return found if not left else [*found[:-1], Close(found[-1].score * 0.995, found[-1].reasons)]


def _word(typed: str, kept: str, parts: bool) -> Close:
    if typed == kept:
        return Close(SAME)
    if spelled(typed) == spelled(kept):
        return Close(SPELT, ("another spelling of the name",))
    if (
        OSA.distance(typed, kept, score_cutoff=1) <= 1
        or OSA.distance(spelled(typed), spelled(kept), score_cutoff=1) <= 1
    ):
        return Close(NEAR, ("one letter of the name different",))
    if _one_letter_from_a_spelling(typed, kept):
        return Close(NEAR - 0.02, ("one letter of the name different",))
    if sound(typed) == sound(kept) != "":
        return Close(HEARD, ("name sounds like it",))
    return Close(PART, (f"the name contains “{typed}”",)) if parts and is_part(typed, kept) else Close(NOT)


def _one_letter_from_a_spelling(typed: str, kept: str) -> bool:
    """Whether an error in one spelling of a family hides the other ("Mohammmed", kept as Muhamad)."""
    return any(OSA.distance(typed, form, score_cutoff=1) <= 1 for form in spellings_of(kept))


def _birth(asked: Asked, facts: Facts) -> list[Close]:
    return [_born(asked.born, facts.born_on)] if asked.born else []


def _born(typed: DateParts, kept: date | None) -> Close:
    if kept is None:
        return Close(NOT, ("date of birth not recorded",))
    if exact_date(typed) == kept:
        return Close(SAME)
    if exact_date((typed[1], typed[0], typed[2])) == kept:
        return Close(NEAR + 0.02, ("day and month of birth the other way round",))
    if kept in dates_near(typed):
        return Close(NEAR, ("date of birth one digit different",))
    return Close(NOT, ("another date of birth",))


def _place(asked: Asked, facts: Facts) -> list[Close]:
    lines, postcode = place_of(facts.address or {})
    compared = ((asked.postcode, postcode, "postcode"), (asked.lines, lines, "address"))
    return [_text(typed, [kept], what) for typed, kept, what in compared if typed]


def _phone(asked: Asked, facts: Facts) -> list[Close]:
    if not asked.phone:
        return []
    kept = phones_of(facts.contact or {})
    # A digit too many before the trunk prefix hides it, so the number may be nearer than its digits.
    if asked.phone not in kept and kept & phones_near(asked.phone):
        return [Close(NEAR, ("one character of the telephone number different",))]
    return [_text(asked.phone, sorted(kept), "telephone number")]


def _text(typed: str, kept: Sequence[str], what: str) -> Close:
    if typed in kept:
        return Close(SAME)
    if any(one and OSA.distance(typed, one, score_cutoff=1) <= 1 for one in kept):
        return Close(NEAR, (f"one character of the {what} different",))
    return Close(NOT, (f"another {what}",))


def _total(parts: Sequence[Close]) -> float:
    return sum(part.score for part in parts)
