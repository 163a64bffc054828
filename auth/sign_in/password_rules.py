"""Which passwords are taken. Pure.

NCSC and NIST SP 800-63B: length and a list of refused passwords; no rules about kinds of characters, no expiry.
"""

import re
import unicodedata
from collections.abc import Iterable

SHORTEST, LONGEST = 12, 1_000
LEFT_WITHOUT_FACTS = 8
FEWEST_DIFFERENT = 5
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "01234567890123456789",
)
LOCAL_WORDS = ("password", "passphrase", "casework", "riskpanel", "community", "safety", "partnership", "council")
COMMON_LIST = (
    "iloveyouforever",
    "letmeinplease",
    "thisismypassword",
    "correcthorsebatterystaple",
    "trustnoone123",
    "administrator",
    "liverpoolfootball",
    "manchesterunited",
    "arsenalfootballclub",
    "chelseafootballclub",
    "tottenhamhotspur",
    "englandfootball",
    "summertime2025",
    "summertime2026",
    "wintertime2025",
    "wintertime2026",
    "welcome12345",
    "welcometothejungle",
    "changemeplease",
    "pleasechangeme",
    "changeme12345",
    "sunshine12345",
    "superman12345",
    "football12345",
    "princess12345",
    "letmein123456",
    "qwerty123456",
    "qwertyuiop123",
    "qwe123qwe123",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "zaq12wsxcde3",
    "asdfghjkl123",
    "monkey123456",
    "dragon123456",
    "michael12345",
    "jennifer1234",
    "charlie12345",
    "liverpool123",
    "everton12345",
    "londonlondon",
    "opensesame123",
    "nevergonnagiveyouup",
    "maytheforcebewithyou",
    "tobeornottobe",
    "onceuponatime",
)
COMMON = frozenset(COMMON_LIST)


def fault_of(password: str, facts: Iterable[str] = ()) -> str | None:
    """What is wrong with a new password, in words for the person, or ``None``. ``facts``: name, address, agency."""
    if len(password) < SHORTEST:
        return f"Password must be {SHORTEST} characters or more. Three words that do not belong together work well"
    if len(password) > LONGEST:
        return f"Password must be {LONGEST:,} characters or fewer"
    plain = _plain(password)
    if len(set(password)) < FEWEST_DIFFERENT or plain in COMMON or _is_row(plain):
        return "Choose a password that is harder to guess: this one is on lists that attackers try first"
    if len(_without(plain, facts)) < LEFT_WITHOUT_FACTS:
        return "Choose a password that is not made of your name, your agency or words of this service"
    return None


def _plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if not letter.isspace())


def _is_row(plain: str) -> bool:
    return any(plain in row * 2 or plain[::-1] in row * 2 for row in ROWS)


def _without(plain: str, facts: Iterable[str]) -> str:
    words = {word for fact in facts for word in re.split(r"[\W_]+", _spaced(fact)) if len(word) > 2}
    for word in sorted({*words, *LOCAL_WORDS}, key=len, reverse=True):
        plain = plain.replace(word, "")
    return plain


def _spaced(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
