"""Ways in which a partnership may run a panel whose system of record stands elsewhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mode:
    """One way. ``runs`` = false: the panel does not exist here. ``narrative`` = false: nothing is written about people:
    questions of the narrative class are not asked, and notes, contributions and documents are not taken.

    ``needs_record``: what must be on record before the panel runs so (a signed assessment), in words; empty = nothing.
    """

    key: str
    title: str
    explanation: str
    runs: bool = True
    narrative: bool = True
    needs_record: str = ""
