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


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """One letter. ``drafted_on``: states, verbs or ``form:<key>`` events on which the service drafts it by itself.

    ``approvers``: panel roles, one of which must approve it before it goes (empty: whoever keeps the case).
    ``neutral_title`` is all that an envelope, an e-mail or a file name may show.
    """

    key: str
    title: str
    to: To
    drafted_on: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    neutral_title: str = "A letter for you"
