"""Letters as a panel declares them. The words stand in ``templates/letters/<panel>/<key>.txt``.

A letter is drafted by the service, read by a person and sent only by a way that is marked safe for whoever gets it.
"""

from dataclasses import dataclass
from enum import StrEnum


class To(StrEnum):
    """Who gets a letter. Never the person said to be responsible: no template can be addressed to them."""

    REFERRER = "referrer"
    """The officer who referred; read in the product."""
    SUBJECT = "subject"
    """The person the case is about: victim, applicant, subject of concern."""
    REPRESENTATIVE = "representative"
    """Whoever speaks for that person, as far as the person agreed."""
    AGENCY = "agency"
    """An agency that has to answer."""


class Tells(StrEnum):
    """How much a letter says, for those who speak for somebody: it must not go further than the person agreed."""

    RECEIPT = "receipt"
    """That what the reader sent came in, and what happens next with everything that comes in. Nothing about anybody."""
    UPDATES = "updates"
    """That something has happened, and what happens next and when."""
    CONTENTS = "contents"
    """What was found, decided or planned."""


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """One letter. ``drafted_on``: states, verbs or ``form:<key>`` events on which the service drafts it by itself.

    ``approvers``: panel roles, one of which must approve it before it goes (empty: whoever keeps the case).
    ``neutral_title`` is all that an envelope, an e-mail or a file name may show. ``tells``: see :class:`Tells`.
    """

    key: str
    title: str
    to: To
    drafted_on: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    neutral_title: str = "A letter for you"
    tells: Tells = Tells.CONTENTS


BEFORE_A_CASE = frozenset({"submit", "ask", "answer", "reject", "lapse"})
"""Verbs by which referrals move, and cases never."""
TOLD_AT_ONCE = BEFORE_A_CASE | {"accept"}
"""Of these the referrer is told with the referral itself, in the same step; nobody fills in what is missing."""

LETTER_EVENT = "letter:"
"""``letter:<key>`` is an event of clocks: the letter ``key`` was sent."""


def letter_event(key: str) -> str:
    """The event of clocks for a letter that was sent."""
    return f"{LETTER_EVENT}{key}"
