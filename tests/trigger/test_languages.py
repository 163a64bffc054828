"""Which language a resident's page is in, and what it says where a catalogue knows the sentence."""

from pathlib import Path

import pytest
from flask import Flask, render_template_string

from tests.trigger.walking import resident
from wording import languages
from wording.languages import CODES, gettext, language_links, msg, speaking

pytestmark = pytest.mark.one_database

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def pages(tmp_path: Path) -> Flask:
    """A small application with one page and a catalogue of two sentences."""
    (tmp_path / "bn.po").write_text(
        PO + 'msgid "Call %(phone)s."\nmsgstr "%(phone)s নম্বরে ফোন করুন।"\n\n#, fuzzy\nmsgid "Guess"\nmsgstr "অনুমান"\n'
    )
    app = Flask(__name__)
    languages.bind(app, [tmp_path])

    @app.before_request
    def _choose() -> object:
        return languages.choose_language()

    @app.get("/form/<path:name>")
    def _page(name: str) -> str:
        return render_template_string("{{ current_language() }} {{ _('Call %(phone)s.', phone='<1>') }}")

    return app


def test_the_address_chooses_and_the_cookie_keeps(pages: Flask) -> None:
    client = pages.test_client()
    assert client.get("/form/start").get_data(as_text=True).startswith("en Call &lt;1&gt;.")
    answer = client.get("/form/start?lang=bn&page=2")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/form/start?page=2")
    cookie = answer.headers["Set-Cookie"]
    assert cookie == "lang=bn; HttpOnly; Path=/; SameSite=Lax", "no date: it ends with the browser"
    assert client.get("/form/start").get_data(as_text=True).startswith("bn &lt;1&gt; নম্বরে ফোন করুন।")
    assert client.get("/form/start?lang=en", follow_redirects=True).get_data(as_text=True).startswith("en ")


def test_a_language_we_do_not_have_changes_nothing(pages: Flask) -> None:
    client = pages.test_client()
    answer = client.get("/form/start?lang=<script>")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/form/start")
    assert "Set-Cookie" not in answer.headers
    client.set_cookie("lang", "../../so")
    assert client.get("/form/start").get_data(as_text=True).startswith("en ")


def test_links_keep_the_page_and_stay_on_this_site(pages: Flask) -> None:
    elsewhere = {"PATH_INFO": "//elsewhere.example/form"}
    with pages.test_request_context("/?page=2&lang=so", environ_overrides=elsewhere):
        assert [one["href"] for one in language_links()] == [
            f"/elsewhere.example/form?page=2&lang={code}" for code in CODES
        ]
        answer = languages.choose_language()
    assert answer is not None
    assert answer.headers["Location"] == "/elsewhere.example/form?page=2"


def test_a_language_can_be_spoken_for_a_while(pages: Flask) -> None:
    assert gettext(msg("Call %(phone)s."), phone="1") == "Call 1."
    with pages.test_request_context("/form/start"):
        with speaking("bn"):
            assert gettext("Call %(phone)s.", phone="1").endswith("করুন।")
            assert gettext("Guess") == "Guess", "what is marked as a guess is not said"
        assert languages.current_language() == "en"
        with pytest.raises(KeyError), speaking("fr"):
            pass


def test_another_language_keeps_the_page_and_what_was_typed(app: Flask) -> None:
    person = resident(app)
    person.begin()
    person.submit({"application-0-who_applies": "self"})
    typed = {"problem-0-summary": "Half a sentence", "problem-0-types": ["noise"]}
    page = person.submit(typed, button=("lang", "bn"))
    assert page.path == "/form/story"
    assert page.title().startswith("কী হচ্ছে")
    assert "Half a sentence" in page.text
    assert "আপনার লেখা এখানে আছে" in page.words()
    assert page.fields().count(("problem-0-types", "noise")) == 1
    page = person.submit(button=("lang", "so"))
    assert page.title().startswith("Waxa dhacaya")
    assert person.submit().path == "/form/happened/1"
    assert "Half a sentence" in person.get("/form/story").text
    person.get("/form/story?back=check")
    assert 'name="back" value="check"' in person.submit(button=("lang", "en")).text
