"""The words of letters: every panel has them, they can be filled in, and a torn file stops the start with its mend."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import wsgi
from casework.letters import words
from casework.letters.placeholders import PLACEHOLDERS, SAMPLES, gaps_in, with_gaps
from casework.letters.words import FOLDER, WordsFault, check_words, fill_in, words_of
from casework.panel_type.checks import check
from casework.panel_type.definition import PanelType
from casework.panel_type.letter_templates import LetterTemplate, To
from panels.definitions import discover
from tests.panel_type.small_panel import CLOCK, PANEL

ROOT = Path(wsgi.__file__).parent
PANELS = discover()
LETTERS = [(panel, letter) for panel in PANELS for letter in panel.letters]
GOOD = "About {{ reference }}\n\nHello {{ recipient_name }}.\n"


def small(root: Path, text: str | None, **changes: object) -> PanelType:
    letter = replace(PANEL.letters[0], **changes)  # type: ignore[arg-type]
    path = root / FOLDER / PANEL.key / f"{letter.key}.txt"
    path.parent.mkdir(parents=True)
    if text is not None:
        path.write_text(text)
    return replace(PANEL, letters=(letter,))


@pytest.mark.parametrize(("panel", "letter"), LETTERS, ids=lambda part: part.key)
def test_a_shipped_letter_fills_in_and_leaves_no_gap_that_nobody_can_fill(
    panel: PanelType, letter: LetterTemplate
) -> None:
    found = words_of(ROOT, panel.key, letter.key)
    subject, body = fill_in(found, SAMPLES, answer=lambda _: "An answer", due=lambda _: "17 December 2026")
    assert subject
    assert not re.search(r"[{}]|None|Undefined", subject + body)
    assert not gaps_in(body)


@pytest.mark.parametrize(("panel", "letter"), LETTERS, ids=lambda part: part.key)
def test_a_letter_to_somebody_outside_the_staff_is_plain(panel: PanelType, letter: LetterTemplate) -> None:
    if letter.to not in (To.SUBJECT, To.REPRESENTATIVE):
        return
    body = words_of(ROOT, panel.key, letter.key).body
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "X", body)
    sentences = [part.split() for part in re.split(r"[.!?]\s|\n\n", plain) if part.strip()]
    assert max(map(len, sentences)) <= 30, max(sentences, key=len)
    assert sum(map(len, sentences)) / len(sentences) <= 15
    assert not re.search(r"\b(MARAC|perpetrator|please|nominal)\b|n’t|n't", plain, re.IGNORECASE)


SPOILED = {
    None: "the file: write the words of this letter there, as UTF-8 text",
    "Only a subject\n": "lines 1 to 3: write the subject in the first line",
    "Subject\nno empty line\n": "lines 1 to 3: write the subject in the first line",
    "Subject\n\nHello {{ name }}.\n": "the text: name cannot be filled in there",
    "For {{ person_name }}\n\nHello.\n": "the subject: person_name cannot be filled in there",
    "Subject\n\nHello {{ reference }.\n": "the text: mend the braces",
    "Subject\n\nHello {% if reference %}.\n": "the text: mend the braces",
    "Subject\n\n{{ reference | upper }}\n": "the text: mend the braces",
    'Subject\n\n{{ answer("no.such") }}\n': "the text: answer(…) must name one of nothing: the panel has none",
    'Subject\n\n{{ due("nothing") }}\n': f"the text: due(…) must name one of {CLOCK.key}",
    'Subject\n\n{{ length("nothing") }}\n': f"the text: length(…) must name one of {CLOCK.key}",
    "Subject\n\n{{ due(reference) }}\n": "the text: due(…) must name one of",
    "Subject\n\n{{ reference.upper() }}\n": "the text: only answer(…), due(…) and length(…) can be asked for",
    "Subject\n\n{% if not reference %}Hello.{% endif %}\n": "the text: it is empty once it is filled in",
    "Subject\n\n{{ reference.__class__ }}\n": "the text: it cannot be filled in",
    "From the Small panel\n\nHello.\n": "the subject: say no more than 80 characters, and do not name the panel",
    "S" * 81 + "\n\nHello.\n": "the subject: say no more than 80 characters",
}


@pytest.mark.parametrize("text", SPOILED, ids=lambda text: SPOILED[text][:60])
def test_words_that_do_not_hold_are_named_with_file_part_and_mend(tmp_path: Path, text: str | None) -> None:
    panel = small(tmp_path, text)
    with pytest.raises(WordsFault) as fault:
        check_words(tmp_path, [panel])
    assert str(fault.value).startswith(f"templates/letters/small/received.txt, {SPOILED[text]}"), str(fault.value)


def test_sound_words_pass(tmp_path: Path) -> None:
    check_words(tmp_path, [small(tmp_path, GOOD)])


def test_a_letter_without_words_stops_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The start asks for the words; without that nobody would learn of a missing file before the letter is due."""
    from config import Settings

    def torn(root: Path, panels: object) -> None:
        raise WordsFault("asb_marac", "outcome_victim", "the file", "write it")

    monkeypatch.setattr(wsgi, "check_words", torn)
    with pytest.raises(WordsFault, match="the file: write it"):
        wsgi.create_app(Settings(instance_dir=tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/w.sqlite", demo=True))


def test_a_missing_value_shows_as_a_gap_and_counts_as_nothing_in_a_test() -> None:
    source = words.Words("S", "{{ decision }}{% if plan %} never{% endif %}", "")
    _, body = fill_in(source, with_gaps({}), answer=lambda _: "", due=lambda _: "")
    assert body == "[Enter: what was decided]"
    assert gaps_in(body) == ["[Enter: what was decided]"]


def test_a_value_that_is_no_placeholder_is_refused() -> None:
    with pytest.raises(KeyError):
        with_gaps({"gossip": "words"})


def test_the_guide_lists_every_placeholder_and_no_other() -> None:
    guide = (ROOT / "docs/adding-a-panel.md").read_text()
    listed = dict(re.findall(r"^\| `(\w+)` \| ([^|]*?)(?: \(`CASEWORK_\w+`\))? \|$", guide, re.MULTILINE))
    assert listed == {one.key: one.words for one in PLACEHOLDERS}


def test_letters_that_would_be_written_before_there_is_a_case_are_faults() -> None:
    early = LetterTemplate("ack", "We have it", To.SUBJECT, ("submit",))
    waiting = LetterTemplate("ack", "We have it", To.REFERRER, ("submit",), ("chair",))
    assert any("nobody to write to" in fault.words for fault in check(replace(PANEL, letters=(*PANEL.letters, early))))
    assert any(
        "nobody can approve it" in fault.words for fault in check(replace(PANEL, letters=(*PANEL.letters, waiting)))
    )


def test_a_letter_that_was_sent_is_an_event_of_clocks() -> None:
    met = replace(CLOCK, met_by=("letter:received",))
    assert not [fault for fault in check(replace(PANEL, clocks=(met,), examples=())) if "met by nothing" in fault.words]
    unknown = replace(CLOCK, met_by=("letter:nothing",))
    assert [fault for fault in check(replace(PANEL, clocks=(unknown,), examples=())) if "met by nothing" in fault.words]


def test_an_answer_would_be_filled_in_as_more_than_its_own_characters() -> None:
    """Nothing typed is ever compiled: only the files of the source are."""
    typed = "{{ 7 * 7 }} {% raw %} <i>x</i> & {{ reference }}"
    found = words.Words("About {{ reference }}", "It says: {{ answer('a') }}\n", "1")
    _, body = fill_in(found, SAMPLES, answer=lambda _: typed, due=lambda _: "")
    assert body == f"It says: {typed}"
