"""What a panel counts. Definitions of figures; the counting is the statistics feature's."""

from dataclasses import dataclass
from enum import StrEnum

from casework.panel_type.questions import Condition


class Counts(StrEnum):
    """What one figure counts within a period (both days included, London dates)."""

    SENT = "sent"
    """Referrals or applications sent."""
    ENTERED = "entered"
    """Cases that entered the state ``what``, each once."""
    FILLED = "filled"
    """Cases on which the case form ``what`` was filled in so that ``when`` holds, each once."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. ``statutory``: published as a total even if it is small; others go through suppression.

    ``also``: further states that count for :attr:`Counts.ENTERED`; a case that entered several counts once.
    """

    key: str
    title: str
    counts: Counts
    what: str = ""
    when: Condition | None = None
    statutory: bool = False
    basis: str = ""
    also: tuple[str, ...] = ()
