"""What a panel says of itself to residents: its public page.

The words are English, and the keys of the catalogues (``wording.languages``). A sentence may hold ``%(key)s`` with the
key of a clock (its length in words, "10 working days") or of one of the panel's own numbers, so that the page promises
what is in force here and nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class FacePart:
    """One heading and its sentences. ``ordered``: they are steps, one after the other."""

    title: str
    lines: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class PublicFace:
    """The public page at ``/<path>``.

    ``name`` is what residents call it, ``also`` another name it goes by. ``link`` leads to it from the front page.
    ``intro`` says what it is; ``before`` stands above the button that starts the form, ``after`` below it.

    ``basis`` and ``readers`` stand on the page about privacy: the law by which the panel may keep and use what
    residents tell it (UK GDPR articles 6 and 9; a notice must name it, article 13(1)(c)), and who reads it (article
    13(1)(e)). A panel that residents ask needs both.
    """

    path: str
    name: str
    also: str
    link: str
    intro: tuple[str, ...]
    before: tuple[FacePart, ...] = ()
    after: tuple[FacePart, ...] = ()
    basis: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()

    def words(self) -> Iterator[str]:
        """Every sentence of it, for the catalogues. ``link`` stands on an English page."""
        yield from filter(None, (self.name, self.also, *self.intro, *self.basis, *self.readers))
        for part in (*self.before, *self.after):
            yield part.title
            yield from part.lines

    def placeholders(self) -> set[str]:
        """The keys of clocks and numbers that its sentences hold."""
        return {key for words in self.words() for key in PLACEHOLDER.findall(words)}
