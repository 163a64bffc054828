"""What the words of a letter may leave open. This list is the whole of it; ``docs/adding-a-panel.md`` shows it.

A template writes ``{{ name }}``. Three things are asked for by name: ``{{ answer("form.question") }}`` is an answer of
the newest case form of that key, ``{{ due("clock") }}`` the day on which that clock of the case falls due, and
``{{ length("clock") }}`` how long that clock runs, for one that begins with the letter.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One. ``words`` say what it is, and stand in the draft where the value is not known; ``sample`` is for trying."""

    key: str
    words: str
    sample: str


PLACEHOLDERS = (
    Placeholder("reference", "the reference of the case or the referral", "QQ-A-0001"),
    Placeholder("recipient_name", "who the letter is to", "Pemberwick Thistledown"),
    Placeholder("person_name", "the person the case is about", "Pemberwick Thistledown"),
    Placeholder("contact_name", "the one person to speak to", "Cora Fennimore"),
    Placeholder("contact_phone", "the number to ring", "020 7946 0100"),
    Placeholder("partnership", "the name of the partnership", "Quillon Quay Community Safety Partnership"),
    Placeholder("written_on", "the day of writing", "10 December 2026"),
    Placeholder("stage", "how it stands, in the panel’s words for referrers", "Agencies are working to a plan"),
    Placeholder("decision", "what was decided", "Open with a plan"),
    Placeholder("reasons", "why it was decided", "Several agencies are needed."),
    Placeholder("closure_reason", "why the case was closed", "The behaviour has stopped"),
    Placeholder("plan", "what each agency will do and by when", "| Police | Walk the block | 17 December 2026"),
    Placeholder("asked", "what the reader is asked for", "When did you last visit?"),
    Placeholder("advice", "what the reader is advised to do", "Keep a record of what happens."),
    Placeholder("meeting_on", "the day of the meeting", "9 December 2026"),
    Placeholder("review_on", "the day by which it is looked at again", "9 January 2027"),
    Placeholder("due_on", "the last day for what is asked", "17 December 2026"),
    Placeholder("appeal_route", "whom to ask for a second look, how and by when", "Write to us by 24 December."),
)
BY_KEY = {one.key: one for one in PLACEHOLDERS}
FUNCTIONS = {"answer": "an answer that was not given", "due": "a last day", "length": "how long"}
SAMPLES = {one.key: one.sample for one in PLACEHOLDERS}

ALWAYS_KNOWN = frozenset(
    ("reference", "recipient_name", "contact_name", "contact_phone", "partnership", "written_on", "stage")
)
KNOWN_AT_ONCE = {"ask": ALWAYS_KNOWN | {"asked"}, "reject": ALWAYS_KNOWN | {"advice"}}
"""What a letter that is told at once can rely on, by the event; the rest it puts between ``{% if … %}``."""

GAP = re.compile(r"\[Enter: [^\]]*\]")


class Gap:
    """Stands where a value is not known: nothing in a test, its own words in the letter. No letter leaves with one."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __str__(self) -> str:
        return f"[Enter: {self.words}]"

    def __bool__(self) -> bool:
        return False


def gaps_in(text: str) -> list[str]:
    """The gaps that a text still has."""
    return GAP.findall(text)


def with_gaps(values: dict[str, str]) -> dict[str, object]:
    """A value or a gap for every placeholder. Raises ``KeyError`` for a value that is none."""
    for key in values:
        BY_KEY[key]
    return {one.key: values.get(one.key) or Gap(one.words) for one in PLACEHOLDERS}
