"""How hard an English text is to read: a small measure, because a resident must not need a second try."""

import re
from collections.abc import Iterable, Iterator

SENTENCE_ENDS = re.compile(r"(?<=[.?!:])[”)]?\s+")
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*|[0-9][0-9 ,.]*")
CONTRACTION = re.compile(r"\b\w+[’'](?:t|re|ve|ll|d|m)\b|\b(?:it|that|he|she|who|what|there|let)[’']s\b", re.IGNORECASE)
VOWELS = re.compile("[aeiouy]+")
# Names of things that cannot be called otherwise; each counts as one syllable.
KNOWN = frozenset(
    "anti-social behaviour community address council officer request interpreter association organisation review "
    "computer telephone mobile e-mail emergency demonstration person another".split()
)


def sentences(texts: Iterable[str]) -> Iterator[str]:
    """The sentences of pieces of text; a piece that ends without a full stop is one too."""
    for text in texts:
        yield from (part for part in SENTENCE_ENDS.split(text) if WORD.search(part))


def words(sentence: str) -> list[str]:
    """Its words; a number is one."""
    return WORD.findall(sentence)


def syllables(word: str) -> int:
    """About how many syllables a word has; one for a number and for what cannot be called otherwise."""
    plain = word.casefold().strip("’'-")
    if plain in KNOWN or plain[:1].isdigit():
        return 1
    groups = len(VOWELS.findall(plain))
    silent = plain.endswith("e") and not plain.endswith(("le", "ee", "ye"))
    silent = silent or (plain.endswith("ed") and not plain.endswith(("ted", "ded")))
    return max(1, groups - (1 if silent else 0))


def grade(texts: list[str]) -> float:
    """The Flesch-Kincaid grade: years of school that a reader needs. Reading age is about five years more."""
    found = [words(sentence) for sentence in sentences(texts)]
    every = [word for sentence in found for word in sentence]
    return 0.39 * len(every) / len(found) + 11.8 * sum(map(syllables, every)) / len(every) - 15.59
