"""Which sentences residents are shown, and what is wrong with the catalogues that should hold them.

A sentence is found where the source says it: ``_("…")`` and ``gettext("…")`` in a template, ``gettext("…")`` and
``msg("…")`` in Python. What a panel declares for residents is handed in.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from wording.languages import TRANSLATED, read_catalogue

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
CALLED = {"_": None, "gettext": None, "msg": None}
USERS_OF_IT = re.compile(r"wording\.languages import|\b_\(")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
ENGLISH_WORDS = re.compile(r"\b(the|you|your|and|with|have|can|not|this|that)\b", re.IGNORECASE)
# What stays in Latin letters in every language: a key of the keyboard, kinds of file, a security marking.
KEPT = {"Shift", "PDF", "Word", "OFFICIAL"}
LATIN_SCRIPT = {"so"}
HEADER = (
    "# Draft translation, not yet checked by a speaker (docs/translating.md).\n"
    'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
)


class TranslationFault(RuntimeError):
    """The catalogues do not hold what residents are shown. ``str()`` names every fault."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of one set of catalogues, and the sentences that it must hold: all of them, and no other."""

    folder: Path
    needed: frozenset[str]


def sentences_in(file: Path) -> set[str]:
    """The sentences that one template or Python file says."""
    text = file.read_text(encoding="utf-8")
    if not USERS_OF_IT.search(text):
        return set()
    method = "jinja2.ext:babel_extract" if file.suffix == ".html" else "python"
    options = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    found = extract(method, io.BytesIO(text.encode()), CALLED, options=options if file.suffix == ".html" else None)
    return {str(message) for _, message, _, _ in found if isinstance(message, str)}


def shelves(root: Path, declared: Mapping[Path, Iterable[str]], own: Path) -> list[Shelf]:
    """Our own shelf, and one for each panel's folder of ``declared`` that says anything of its own.

    ``root`` holds the source; ``own`` is the folder of our own catalogues.
    """
    parts = {path: {*words} for path, words in declared.items()}
    ours: set[str] = set()
    for file in _sources(root):
        home = next((path for path in parts if file.is_relative_to(path)), None)
        (parts[home] if home else ours).update(sentences_in(file))
    found = [Shelf(own, frozenset(ours))]
    return found + [Shelf(path / own.name, frozenset(words - ours)) for path, words in parts.items() if words - ours]


def faults(shelf: Shelf) -> Iterator[str]:
    """What a shelf lacks, holds too much, or says wrongly, in every language."""
    for code in TRANSLATED:
        file = shelf.folder / f"{code}.po"
        said = read_catalogue(file, code) if file.is_file() else {}
        where = f"{shelf.folder.parent.name}/{shelf.folder.name}/{file.name}"
        yield from (f"{where} lacks: {text}" for text in sorted(shelf.needed - said.keys()))
        yield from (f"{where} holds what nobody is shown: {text}" for text in sorted(said.keys() - shelf.needed))
        for text in sorted(said.keys() & shelf.needed):
            yield from (f"{where} {words}: {text}" for words in wrong_with(text, said[text], code))


def wrong_with(text: str, said: str, code: str) -> Iterator[str]:
    """What is wrong with one translation: placeholders that differ, or English words left in it."""
    if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(said)):
        yield "fills in other values"
    if re.sub(r"%(?!\(\w+\)s)", "", said) != said and "%(" in text:
        yield "has a stray % sign"
    left = PLACEHOLDER.sub("", said)
    if code in LATIN_SCRIPT:
        if (said == text and LATIN_WORD.search(left)) or ENGLISH_WORDS.search(left):
            yield "leaves English in"
    elif set(LATIN_WORD.findall(left)) - KEPT:
        yield "leaves English in"


def require_all(found: Iterable[Shelf]) -> None:
    """Raises ``TranslationFault`` unless every shelf holds exactly what it should."""
    every = [fault for shelf in found for fault in faults(shelf)]
    if every:
        raise TranslationFault("\n".join(every))


def write(shelf: Shelf) -> list[Path]:
    """Bring the files of a shelf up to date: new sentences come in empty, old ones go, translations stay."""
    shelf.folder.mkdir(exist_ok=True)
    return [_write_one(shelf, code) for code in TRANSLATED]


def _write_one(shelf: Shelf, code: str) -> Path:
    file = shelf.folder / f"{code}.po"
    said = read_catalogue(file, code) if file.is_file() else {}
    catalog = Catalog(locale=code)
    for text in sorted(shelf.needed):
        catalog.add(text, said.get(text, ""))
    out = io.BytesIO()
    write_po(out, catalog, width=110, omit_header=True)
    file.write_text(HEADER.format(code=code) + out.getvalue().decode(), encoding="utf-8")
    return file


def _sources(root: Path) -> Iterator[Path]:
    yield from sorted((root / "templates").rglob("*.html"))
    for floor in ("wording", "inputs", "auth", "casework", "panels"):
        yield from sorted((root / floor).rglob("*.py"))
