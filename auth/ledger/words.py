"""A root as six words that can be read out over the telephone and printed at the foot of a page. Pure.

Each word stands for 16 bits: consonant, vowel, consonant, vowel, consonant ("proquints", D. S. Wilkerson, 2009). Six
words are 96 bits of the root: too many to look for another log that has the same. No list of words is needed to check
them, so the verifier stays one file.
"""

CONSONANTS, VOWELS = "bdfghjklmnprstvz", "aiou"
WORDS = 6


def root_words(root: bytes) -> str:
    """The words of a root, parted by hyphens."""
    return "-".join(_word(int.from_bytes(root[at : at + 2], "big")) for at in range(0, WORDS * 2, 2))


def _word(number: int) -> str:
    parts = (CONSONANTS[number >> 12], VOWELS[number >> 10 & 3], CONSONANTS[number >> 6 & 15], VOWELS[number >> 4 & 3])
    return "".join(parts) + CONSONANTS[number & 15]
