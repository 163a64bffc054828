"""What is kept of a request, said to residents: in their language, to anybody, and without a word of a request."""

from dataclasses import replace
from typing import Any

from flask import Flask

from casework.panel_type.checks import unsound
from casework.panel_type.definition import PanelType
from casework.trigger.face import privacy_of
from casework.trigger.rules import KEPT_DAYS
from panels.definitions import discover
from tests.trigger.walking import resident, tell
from wording.languages import CODES, gettext, speaking

PATH = "/form/privacy"
LINK = f'href="{PATH}"'
ASKED = [panel for panel in discover() if panel.public_door and panel.public_face]
# Article 13 of the UK GDPR: what, why, who, how long, rights, whom to ask and to whom to complain.
HEADINGS = ("What we keep", "Why we may keep it", "Who reads it", "What we tell nobody", "How long we keep it",
            "Your rights", "How to use your rights", "If you are not happy with us")  # fmt: skip


def of_closed(panel: PanelType) -> Any:
    return next(rule for rule in panel.retention if rule.record == "case")


def test_anybody_reads_it_in_three_languages_and_can_leave_it(app: Flask, browser_for: Any) -> None:
    visitor = browser_for(None)
    for language in CODES:
        page = visitor.get(f"{PATH}?lang={language}")
        assert (page.status, page.path, page.tree.get("lang")) == (200, PATH, language)
        with app.test_request_context(), speaking(language):
            title = gettext("How we use what you tell us")
            wanted = [gettext(heading) for heading in HEADINGS]
            said = [line for panel in ASKED for line in (*panel.public_face.basis, *panel.public_face.readers)]  # type: ignore[union-attr]
            wanted += [gettext(line) for line in said]
            wanted.append(gettext("%(count)s days", count=KEPT_DAYS))
            wanted += [gettext("%(count)s years", count=of_closed(panel).years) for panel in ASKED]
            wanted += [gettext("We do not tell the person you write about that you asked."), gettext("Exit this page")]
        assert [words for words in wanted if words not in page.words()] == []
        assert "".join(next(page.tree.iter("h1")).itertext()) == title
        assert page.text.count("<h1") == 1
        assert page.title() == f"{title} – {page.title().split(' – ')[1]} – Quillon Quay Council", "a dull title"
        assert page.text.count('href="/leave"') == 2, "the button, and the hidden one for keyboards"
        headers = page.response.headers
        assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("no-store", "noindex")
        assert (headers["Referrer-Policy"], LINK in page.text) == ("no-referrer", False)
        assert len(page.text.encode()) < 30_000
        for words in ("requests@example.org", "020 7946 0100", "0303 123 1113", "https://ico.org.uk/make-a-complaint/"):
            assert words in page.text


def test_a_page_that_is_the_same_for_all_would_show_what_somebody_told(app: Flask) -> None:
    stranger, person = resident(app), resident(app)
    number = person.begin()
    tell(person, (), story={"problem-0-summary": "A drum at four in the morning"})
    told = person.get(PATH)
    assert number not in told.text.replace(" ", "")
    assert "drum" not in told.text

    def main_of(page: Any) -> str:
        return str(page.text.split("<main")[1].split("</main>")[0])

    assert main_of(told) == main_of(stranger.get(PATH)), "not one word of hers"
    assert "data-ends" not in told.text, "it asks for no session"


def test_the_link_would_lose_what_was_typed_or_be_missing_where_nothing_can_be_lost(app: Flask) -> None:
    person = resident(app)
    for path in (*(f"/{panel.public_face.path}" for panel in ASKED if panel.public_face), "/privacy", "/form/safety",
                 "/form/start", "/form/ended"):  # fmt: skip
        assert LINK in person.get(path).text, path
    assert LINK not in person.get("/form/return").text
    person.begin()
    for path in ("/form/number", "/form/story", "/form/files", "/form/list"):
        assert LINK not in person.get(path).text, path
    assert LINK in person.get("/form/check").text
    # A page that holds what could not be sent, to be sent again.
    kept = person.post("/form/story", [("csrf_token", "too old"), ("problem-0-summary", "Half a word")])
    assert "Half a word" in kept.text
    assert LINK not in kept.text


def test_the_keeping_time_is_that_of_the_rules_and_no_form_is_without_a_law(app: Flask) -> None:
    panel = ASKED[0]
    assert panel.public_face

    def kept(**changed: Any) -> tuple[str, ...]:
        rules = tuple(replace(rule, **changed) if rule.record == "case" else rule for rule in panel.retention)
        with app.test_request_context():
            return privacy_of(replace(panel, retention=rules)).kept

    assert kept(years=1) == ("If you send it, we keep it for 1 year after we finish.",)
    assert "for 30 months after" in kept(years=2, months=6)[0]
    assert "until the child is 25 years old" in kept(child_until_age=25)[1]
    for part in ("basis", "readers"):
        broken = replace(panel, public_face=replace(panel.public_face, **{part: ()}))  # type: ignore[arg-type]
        assert any("by which law" in fault.words for fault in unsound(broken)), part
    assert any("by which law" in fault.words for fault in unsound(replace(panel, public_face=None)))
