"""Numbers of a panel's own rules that a partnership may set: how many reports make a threshold, how many votes.

A rule reads such a number from the facts it judges (``CaseFacts.number``), never from the declaration, so that it goes
by what is in force.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """One number. Nothing below ``lowest`` or above ``highest`` can be set.

    ``unit`` in words ("reports"). ``basis`` names the statute or guidance that draws the limits; it is read out to
    whoever tries to pass them.
    """

    key: str
    title: str
    value: int
    lowest: int
    highest: int
    unit: str = ""
    basis: str = ""
