"""Every sentence a resident is shown is in every catalogue, rightly filled in, and nothing else is."""

from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from wording import languages
from wording.extraction import Shelf, TranslationFault, faults, require_all, sentences_in, write
from wording.languages import TRANSLATED, read_catalogue
from wsgi import catalogue_shelves, create_app

ROOT = Path(__file__).resolve().parents[2]


def test_every_sentence_is_translated_and_no_other(whole_app: Flask) -> None:
    shelves = catalogue_shelves(ROOT)
    assert [fault for shelf in shelves for fault in faults(shelf)] == []
    assert sum(len(shelf.needed) for shelf in shelves) > 80


def test_sentences_are_found_where_they_are_said(tmp_path: Path) -> None:
    template, python = tmp_path / "a.html", tmp_path / "a.py"
    template.write_text(
        """{{ _("One.") }} {% set x = _("Two %(n)s.", n=1) %} {{ part(_('Three'), (gettext("Four"),)) }}"""
    )
    python.write_text(
        'from wording.languages import gettext, msg\na = gettext("Five", n=1)\nB = (msg("Six"), "Seven")\n'
    )
    assert sentences_in(template) == {"One.", "Two %(n)s.", "Three", "Four"}
    assert sentences_in(python) == {"Five", "Six"}


BROKEN = (
    ("Call us.", "", "lacks"),
    ("Call %(number)s.", "ফোন করুন।", "fills in other values"),
    ("Call %(number)s.", "%(nummer)s ফোন", "fills in other values"),
    ("Call us.", "আমাদের call করুন।", "leaves English in"),
)


@pytest.mark.parametrize(("english", "said", "fault"), BROKEN)
def test_a_broken_translation_is_named_and_stops_the_start(tmp_path: Path, english: str, said: str, fault: str) -> None:
    shelf = Shelf(tmp_path / "translations", frozenset({english}))
    write(shelf)
    file = shelf.folder / "bn.po"
    file.write_text(file.read_text().replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{said}"'))
    found = [line for line in faults(shelf) if "bn.po" in line]
    assert len(found) == 1
    assert fault in found[0]
    with pytest.raises(TranslationFault, match=fault):
        require_all([shelf])


def test_somali_with_english_in_it_and_an_unused_sentence_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "translations"
    write(Shelf(folder, frozenset({"Go to the form", "Old"})))
    file = folder / "so.po"
    text = file.read_text().replace('"Go to the form"\nmsgstr ""', '"Go to the form"\nmsgstr "Tag the form"')
    file.write_text(text.replace('"Old"\nmsgstr ""', '"Old"\nmsgstr "Duug"'))
    found = [line for line in faults(Shelf(folder, frozenset({"Go to the form"}))) if "so.po" in line]
    assert [line.split("so.po ")[1].split(":")[0] for line in found] == [
        "holds what nobody is shown",
        "leaves English in",
    ]


def test_bringing_files_up_to_date_keeps_what_was_translated(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "translations", frozenset({"Go to the form"}))
    write(shelf)
    file = shelf.folder / "so.po"
    file.write_text(file.read_text().replace('"Go to the form"\nmsgstr ""', '"Go to the form"\nmsgstr "Tag foomka"'))
    write(Shelf(shelf.folder, frozenset({"Go to the form", "Start now"})))
    assert read_catalogue(file, "so") == {"Go to the form": "Tag foomka"}
    assert 'msgid "Start now"' in file.read_text()
    assert set(TRANSLATED) == {path.stem for path in shelf.folder.iterdir()}


@pytest.mark.long
def test_an_installation_in_production_does_not_start_with_a_sentence_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(languages, "OWN_FOLDER", tmp_path / languages.FOLDER)
    settings = {"instance_dir": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path}/one.sqlite", "cookie_secure": True}
    with pytest.raises(TranslationFault, match=r"bn\.po lacks: Exit this page"):
        create_app(Settings(**settings, production=True))
