"""Which ways of reaching a person are safe. Pure rules on what was answered.

Each way has an answer of its own: that a call is safe does not say that a letter may be read out in it. What nobody
asked about is not safe. "Not safe to contact" stands above every way.
"""

from collections.abc import Mapping
from typing import Any

SAFE, NOT_SAFE, SAFETY_NOT_KNOWN = "safe", "not_safe", "not_known"
CHANNELS = {
    "call": "Phone call",
    "message": "Voicemail",
    "text": "Text",
    "email": "E-mail",
    "letter": "Letter by post",
    "hand": "Letter by hand",
    "collect": "In person, elsewhere",
    "read_out": "Letter read out by phone",
}
NO_CONTACT = "no_contact"
"""Key of safe contact: "yes" while it is not safe to contact the person in any way."""

EXTRA_WORDS = {"say": "What to say", "who_must_not_know": "Must not know", NO_CONTACT: "Not safe to contact at all"}


def safe_contact_of(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Safe contact with every channel judged: what nobody asked about is not known, and is treated as not safe."""
    judged = {channel: answers.get(channel) for channel in CHANNELS}
    known = {channel: value if value in (SAFE, NOT_SAFE) else SAFETY_NOT_KNOWN for channel, value in judged.items()}
    return {**known, **{key: value for key, value in answers.items() if key not in CHANNELS and value}}


def safe_contact_words(safe_contact: Mapping[str, Any]) -> str:
    """Safe contact in one text, to set two versions side by side."""
    said = {SAFE: "safe", NOT_SAFE: "not safe"}
    lines = [f"{name}: {said.get(safe_contact.get(channel, ''), 'not known')}" for channel, name in CHANNELS.items()]
    extra = {key: value for key, value in safe_contact.items() if key not in CHANNELS}
    words = {EXTRA_WORDS.get(key, key.replace("_", " ").capitalize()): value for key, value in extra.items()}
    return "\n".join([*lines, *(f"{key}: {value}" for key, value in words.items())])


def must_not_contact(safe_contact: Mapping[str, Any] | None) -> bool:
    """Whether "not safe to contact" stands: then no way is safe, whatever is marked."""
    return bool((safe_contact or {}).get(NO_CONTACT))


def is_safe(safe_contact: Mapping[str, Any] | None, *channels: str) -> bool:
    """Whether every one of ``channels`` is marked safe and nothing stands above them. Not known is not safe."""
    known = safe_contact or {}
    return not must_not_contact(known) and bool(channels) and all(known.get(channel) == SAFE for channel in channels)
