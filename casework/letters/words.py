"""The words of letters: ``templates/letters/<panel>/<key>.txt``, checked at start.

The first line is the subject, the second is empty, then come paragraphs. A line that begins with ``## `` is a heading,
with ``- `` a list item, with ``| `` a row of a table. The text is rendered in a sandbox in which only the placeholders
are known; a word that is not one stops the start.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from jinja2 import StrictUndefined, Template, TemplateError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from casework.letters.placeholders import (
    ALWAYS_KNOWN,
    BY_KEY,
    FUNCTIONS,
    KNOWN_AT_ONCE,
    PLACEHOLDERS,
    SAMPLES,
    Gap,
    gaps_in,
    with_gaps,
)
from casework.panel_type.definition import PanelType
from casework.panel_type.letter_templates import TOLD_AT_ONCE, LetterTemplate, To

FOLDER = Path("templates") / "letters"
LONGEST_SUBJECT = 80
IN_SUBJECTS = frozenset({"reference"})
Lookup = Callable[[str], object]

_letters = SandboxedEnvironment(
    undefined=StrictUndefined,
    autoescape=False,  # the result is plain text; pages and PDFs take it as text
    trim_blocks=True,
    lstrip_blocks=True,
)
_letters.globals.clear()
_letters.filters.clear()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one letter, not filled in. ``version`` changes with every change of the file."""

    subject: str
    body: str
    version: str


class WordsFault(Exception):
    """The words of a letter cannot be used. ``str()`` names the file, the part and the mend."""

    def __init__(self, panel: str, letter: str, part: str, mend: str) -> None:
        self.file = (FOLDER / panel / f"{letter}.txt").as_posix()
        self.part, self.mend = part, mend
        super().__init__(f"{self.file}, {part}: {mend}.")


def words_of(root: Path, panel: str, letter: str) -> Words:
    """The words as they stand in the file below ``root``. Raises ``WordsFault`` if there are none, or they are torn."""
    path = root / FOLDER / panel / f"{letter}.txt"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise WordsFault(panel, letter, "the file", "write the words of this letter there, as UTF-8 text") from None
    subject, _, rest = text.partition("\n")
    if not subject.strip() or not rest.startswith("\n") or not rest.strip():
        mend = "write the subject in the first line, leave the second empty, then write the letter"
        raise WordsFault(panel, letter, "lines 1 to 3", mend)
    return Words(subject.strip(), rest.strip() + "\n", sha256(text.encode()).hexdigest()[:12])


def fill_in(
    words: Words, values: Mapping[str, object], *, answer: Lookup, due: Lookup, length: Lookup | None = None
) -> tuple[str, str]:
    """Subject and text with every placeholder filled in; ``values`` holds all of them."""
    known = {**values, "answer": answer, "due": due, "length": length or (lambda _: "10 working days")}
    subject, body = (_template(part).render(known) for part in (words.subject, words.body))
    return " ".join(subject.split()), "\n".join(line.rstrip() for line in body.strip().splitlines())


@lru_cache(maxsize=1024)
def _template(text: str) -> Template:
    """Words of a letter, compiled once: there are as many as there are letters."""
    return _letters.from_string(text)


def check_words(root: Path, panels: Iterable[PanelType]) -> None:
    """Every letter of every panel has its words, and they can be filled in.

    :raises WordsFault: the first that has not.
    """
    for panel in panels:
        for letter in panel.letters:
            words = words_of(root, panel.key, letter.key)
            for part, mend in _faults(panel, letter, words):
                raise WordsFault(panel.key, letter.key, part, mend)


def _faults(panel: PanelType, letter: LetterTemplate, words: Words) -> Iterator[tuple[str, str]]:
    for part, text, allowed in (
        ("the subject", words.subject, IN_SUBJECTS),
        ("the text", words.body, frozenset({*BY_KEY, *FUNCTIONS})),
    ):
        try:
            tree = _letters.parse(text)
            unknown = meta.find_undeclared_variables(tree) - allowed
        except TemplateError as fault:
            yield part, f"mend the braces ({fault.message})"
            return
        for name in sorted(unknown):
            yield part, f"{name} cannot be filled in there: use one of {', '.join(sorted(allowed))}"
        yield from ((part, mend) for mend in _calls(panel, tree))
    if len(words.subject) > LONGEST_SUBJECT or panel.name.casefold() in words.subject.casefold():
        yield "the subject", f"say no more than {LONGEST_SUBJECT} characters, and do not name the panel"
    yield from _tried(words)
    for event in sorted(TOLD_AT_ONCE & {*letter.drafted_on}) if letter.to is To.REFERRER else ():
        yield from _told_at_once(words, event)


def _told_at_once(words: Words, event: str) -> Iterator[tuple[str, str]]:
    """Nobody reads it before it is told, so it must be whole with what is known at that moment."""
    known = {key: SAMPLES[key] for key in KNOWN_AT_ONCE.get(event, ALWAYS_KNOWN)}
    _, body = fill_in(words, with_gaps(known), answer=lambda _: Gap("an answer"), due=lambda _: Gap("a last day"))
    for gap in gaps_in(body):
        yield "the text", f"put {gap} between {{% if … %}}: on {event} it is told at once, and may not be known"


def _tried(words: Words) -> Iterator[tuple[str, str]]:
    try:
        subject, body = fill_in(words, SAMPLES, answer=lambda _: "An answer", due=lambda _: "17 December 2026")
    except (TemplateError, TypeError) as fault:
        yield "the text", f"it cannot be filled in ({fault})"
        return
    if not subject or not body:
        yield "the text", "it is empty once it is filled in"


def _calls(panel: PanelType, tree: nodes.Template) -> Iterator[str]:
    known = {
        "answer": {
            f"{form.key}.{question.id}"
            for form in panel.case_forms
            for section in form.form.sections
            for question in section.questions
        },
        "due": {clock.key for clock in panel.clocks},
        "length": {clock.key for clock in panel.clocks},
    }
    for call in tree.find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        if name not in known:
            yield "only answer(…), due(…) and length(…) can be asked for"
        elif len(call.args) != 1 or not isinstance(call.args[0], nodes.Const) or call.args[0].value not in known[name]:
            there = ", ".join(sorted(known[name])) or "nothing: the panel has none"
            yield f"{name}(…) must name one of {there}"


__all__ = ["PLACEHOLDERS", "Words", "WordsFault", "check_words", "fill_in", "words_of"]
