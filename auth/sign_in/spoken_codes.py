"""Codes that people read out, write down and type: 16 signs that neither sound nor look alike, in groups of four."""

import secrets

# No letters or digits that sound or look alike over the telephone: 16 of 28 signs are 76 bits.
SIGNS = "ABCDEFGHJKLMNPQRTVWXYZ346789"
LENGTH, GROUP = 16, 4


def new_code() -> str:
    """A random code, without spaces."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def in_groups(code: str) -> str:
    """The code as people read it."""
    return " ".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def plain(typed: str) -> str:
    """What was typed without spaces and marks, in capitals."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())
