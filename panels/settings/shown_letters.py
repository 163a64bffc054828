"""Letters as a chair reads them: when each is drafted, for whom, who approves it, and its words."""

import re
from dataclasses import dataclass
from pathlib import Path

from casework.letters.placeholders import BY_KEY
from casework.letters.words import words_of
from casework.panel_type.definition import PanelType
from casework.panel_type.letter_templates import LetterTemplate, To
from panels.settings.words import events_words, who

TO = {
    To.REFERRER: "The officer who referred, inside the service",
    To.SUBJECT: "The person the case is about",
    To.REPRESENTATIVE: "Whoever speaks for that person, as far as the person agreed",
    To.AGENCY: "An agency that has to answer",
}
ASKED = re.compile(r"\{\{-?\s*(answer|due)\(\s*[\"']([\w.]+)[\"']\s*\)\s*-?\}\}")
NAMED = re.compile(r"\{\{-?\s*(\w+)\s*-?\}\}")
ONLY_IF = re.compile(r"\{%-?\s*if\s+(not\s+)?(\w+)[^%]*-?%\}\n?")
ELSE, END = re.compile(r"\{%-?\s*else\s*-?%\}\n?"), re.compile(r"\{%-?\s*endif\s*-?%\}")


@dataclass(frozen=True, slots=True)
class LetterShown:
    """One letter. ``lines`` are its words, with what is filled in set between angle quotes."""

    title: str
    to: str
    drafted: str
    approved: str
    neutral_title: str
    subject: str
    lines: tuple[str, ...]


def letters(panel: PanelType, root: Path) -> list[LetterShown]:
    """Every letter of the panel, its words read from below ``root``."""
    return [_letter(panel, letter, root) for letter in panel.letters]


def readable(panel: PanelType, text: str) -> str:
    """The words of a letter without the signs of its templates."""
    questions = {
        f"{form.key}.{question.id}": question.label
        for form in panel.case_forms
        for section in form.form.sections
        for question in section.questions
    }
    clocks = {clock.key: clock.title for clock in panel.clocks}

    def asked(found: re.Match[str]) -> str:
        if found[1] == "due":
            return f"‹the day on which “{clocks.get(found[2], found[2])}” falls due›"
        return f"‹the answer to “{questions.get(found[2], found[2])}”›"

    text = NAMED.sub(lambda found: f"‹{_named(found[1])}›", ASKED.sub(asked, text))
    text = ONLY_IF.sub(lambda found: f"[{'unless' if found[1] else 'if'} {_named(found[2])} is known: ", text)
    return END.sub("]", ELSE.sub("; else: ", text))


def _named(key: str) -> str:
    return BY_KEY[key].words if key in BY_KEY else key.replace("_", " ")


def _letter(panel: PanelType, letter: LetterTemplate, root: Path) -> LetterShown:
    words = words_of(root, panel.key, letter.key)
    by_decision = [f"the panel decides “{one.title}”" for one in panel.decisions if letter.key in one.letters]
    by_form = [f"the form “{one.title}” counts" for one in panel.case_forms if letter.key in one.letters]
    events = [events_words(panel, letter.drafted_on)] if letter.drafted_on else []
    drafted = "; ".join([*events, *by_decision, *by_form])
    return LetterShown(
        title=letter.title,
        to=TO[letter.to],
        drafted=f"When {drafted}" if drafted else "By hand",
        approved=who(letter.approvers, panel) if letter.approvers else "Whoever keeps the case",
        neutral_title=letter.neutral_title,
        subject=readable(panel, words.subject),
        lines=tuple(readable(panel, words.body).splitlines()),
    )
