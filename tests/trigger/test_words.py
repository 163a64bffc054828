"""What residents are shown: easy English (R5), whole Bengali and Somali (R6), nothing that tells an onlooker (R4)."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from panels.definitions import discover
from tests.trigger.reading import CONTRACTION, grade, sentences, words
from tests.trigger.recording import blocks, every_page
from wording.languages import CODES
from wsgi import catalogue_shelves

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[2]
FACES = [f"/{panel.public_face.path}" for panel in discover() if panel.public_face]
NAMES = {
    "Quillon", "Quay", "Council", "Town", "Hall", "Harbour", "Street", "PO", "Box", "requests", "example", "org",
    "Ffion", "Abernethy-Stroud", "name", "Shift", "AB", "PDF", "Word", "txt",
}  # fmt: skip
# What she typed herself, and figures of a form.
TYPED = ("They do not let us sleep", "I do not sleep", "Shouting and banging on the door", "Threats on the stairs",
         "Music until four in the morning", "E1 4AB", "3 August 2026", "4 August 2026", "2 September 2026",
         "5 October 2026", "7 October 2026")  # fmt: skip
TELLING = {
    "en": "anti-social antisocial asb police review trigger hate marac channel neighbour harass threat violen abuse "
    "crime victim complain incident case panel report drug noise nuisance landlord prevent radical terror domestic "
    "stalk weapon offender perpetrator suspect court evidence witness gang racis attack danger".split(),
    "bn": "সমাজবিরোধী এএসবি পুলিশ রিভিউ ট্রিগার পর্যালোচনা ঘৃণা প্রতিবেশী হয়রানি হুমকি মারধর নির্যাতন অপরাধ ভুক্তভোগী "
    "অভিযোগ মামলা মাদক বাড়িওয়ালা আদালত প্রমাণ সাক্ষী আক্রমণ বিপদ".split(),
    "so": "bulshada asb boolis dib-u-eegis nacayb deris dhibaatayn hanjabaad rabshad xadgudub dambi dhibbane cabasho "
    "kiis daroogo buuq mulkiil maxkamad caddayn markhaati weerar khatar".split(),
}


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    """Pages by language, once for the tests of this file."""
    return {}


def pages_in(app: Flask, shown: dict[str, Any], language: str) -> list[Any]:
    if language not in shown:
        shown[language] = every_page(app, language, FACES)
    return list(shown[language])


@pytest.mark.long
def test_every_page_is_easy_to_read(app: Flask, shown: dict[str, Any]) -> None:
    """R5. Average 15 words, none over 20, no contractions, grade 5 at most (reading age about 9 to 10)."""
    faults = []
    for page in pages_in(app, shown, "en"):
        said = [words_ for language, words_ in blocks(page) if language == "en"]
        lengths = [len(words(sentence)) for sentence in sentences(said)]
        # Whole sentences count by themselves: many short labels must not make up for a hard one.
        whole = [one for one in sentences(said) if one[-1] in ".?"]
        if sum(lengths) > 15 * len(lengths) or max(grade(said), grade(whole)) > 5:
            faults.append(f"{page.path}: grade {grade(whole):.1f}, {sum(lengths) / len(lengths):.1f} words")
    assert not faults, "\n".join(faults)


def test_the_measure_knows_hard_from_easy() -> None:
    hard = "Applications failing to demonstrate qualifying complaints are determined according to published procedures."
    assert grade([hard]) > 12
    assert grade(["You can ask us to look at it again.", "We do not tell the person who causes the problem."]) < 4
    assert [len(words(one)) for one in sentences(["Call 999. Then press 55. It is free", "Yes"])] == [2, 3, 3, 1]
    for said, found in (("You don’t", True), ("It's free", True), ("We can't", True), ("your landlord’s", False)):
        assert bool(CONTRACTION.search(said)) is found, said


def test_every_sentence_is_short_and_kind(whole_app: Flask) -> None:
    """R5 and ux.md 2.4, on every sentence that could be shown."""
    faults = []
    for text in (text for shelf in catalogue_shelves(ROOT) for text in shelf.needed):
        faults += [f"{len(words(one))} words: {one}" for one in sentences([text]) if len(words(one)) > 20]
        faults += [f"a contraction: {text}"] if CONTRACTION.search(text) else []
        faults += [f"{word}: {text}" for word in ("please", "invalid", "oops", "forbidden") if word in text.casefold()]
    assert not faults, "\n".join(faults)


@pytest.mark.long
@pytest.mark.parametrize("language", ["bn", "so"])
def test_no_page_leaves_english_in(app: Flask, shown: dict[str, Any], language: str) -> None:
    """R6. Nothing in English but names, numbers and what she typed; everything is marked with its language."""
    english = {text for shelf in catalogue_shelves(ROOT) for text in shelf.needed}
    faults = []
    pages = pages_in(app, shown, language)
    for page in pages:
        assert page.tree.get("lang") == language, page.path
        for marked, said in blocks(page):
            if marked != language or said in TYPED:
                continue
            if language == "bn" and set(re.findall("[A-Za-z][A-Za-z-]+", said)) - NAMES:
                faults.append(f"{page.path}: {said}")
            if language == "so" and said in english and re.search("[a-z]{2}", said):
                faults.append(f"{page.path}: {said}")
    assert not faults, "\n".join(sorted(set(faults)))
    assert len({page.path for page in pages}) >= 18
    assert sum("govuk-error-summary" in page.text for page in pages) >= 10


def test_nothing_an_onlooker_sees_tells_what_it_is_about(app: Flask, shown: dict[str, Any]) -> None:
    """R4. Titles, addresses and icons of every page but the public one, against a list of words in each language."""
    faults, icons = [], set()
    for language in CODES:
        for page in pages_in(app, shown, language):
            if page.path in FACES:
                continue
            seen = f"{page.path} {page.title()}".casefold()
            every = (word for words_ in TELLING.values() for word in words_)
            faults += [f"{word}: {seen}" for word in every if re.search(rf"(?<!\w){re.escape(word)}", seen)]
            assert page.title().endswith("– Quillon Quay Council")
            icons |= {link.get("href") for link in page.tree.iter("link") if link.get("rel") == "icon"}
    assert not faults, "\n".join(sorted(set(faults)))
    assert icons == {"/static/built/page.svg"}, "not the one that staff have in their tabs"
    assert sum(map(len, TELLING.values())) >= 80
    assert all(len(set(words_)) == len(words_) for words_ in TELLING.values())


def test_every_page_can_be_left_and_read_in_each_language(app: Flask, shown: dict[str, Any]) -> None:
    """The hidden way out comes right after the skip link; languages are named in their own words; headings in order."""
    for page in pages_in(app, shown, "en"):
        links = [(link.get("href"), "".join(link.itertext()).strip()) for link in page.tree.iter("a")]
        if page.path != "/form/ended":
            assert links[0] == ("#main-content", "Skip to main content"), page.path
            assert links[1] == ("/leave", "Exit this page"), page.path
            assert [href for href, _ in links].count("/leave") >= 2
        others = [one for one in page.tree.iter() if one.tag in ("a", "button") and one.get("lang") in ("bn", "so")]
        assert [(one.get("lang"), one.text) for one in others] == [("bn", "বাংলা"), ("so", "Soomaali")]
        assert "please" not in page.words().casefold()
        levels = [
            int(one.tag[1]) for one in page.tree.iter() if isinstance(one.tag, str) and re.fullmatch("h[1-6]", one.tag)
        ]
        assert all(later - sooner <= 1 for sooner, later in pairwise(levels)), page.path
