"""Ways in which a partnership may run a panel whose system of record stands elsewhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mode:
    """One way. ``runs`` = false: the panel does not exist here. ``narrative`` = false: nothing is written about people:
    questions of the narrative class are not asked, and notes, contributions and documents are not taken. An action is
    then one of the panel's stock actions, and every reason one of ``reasons``; nothing else is typed. A warning to
    staff who visit rests on one of ``incidents``, told by one of ``sources``: whoever knocks must learn what to expect.
    Lines that the forms ask for (a name, an agency, the reference of another system) stay: they are what is organised.

    ``needs_record``: what must be on record before the panel runs so (a signed assessment), in words; empty = nothing.
    ``elsewhere``: where to write instead, as a sentence for whoever is refused ("Write it in …").
    """

    key: str
    title: str
    explanation: str
    runs: bool = True
    narrative: bool = True
    needs_record: str = ""
    elsewhere: str = ""
    reasons: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def no_narrative(self) -> str:
        """What to tell somebody who wants to write about a person where that is not done."""
        elsewhere = self.elsewhere or "Write it in the record of your own agency"
        return f"Nothing is written about people here. {elsewhere.rstrip('.')}"


ONLY_MODE = Mode("usual", "In use", "The panel runs in full.")
"""How a panel runs that declares no modes."""
