"""When the service cannot answer a resident: her words are kept, in her language, and nothing of the staff's shows."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from casework.trigger import page_views
from tests.trigger.walking import resident


def down(**asked: Any) -> None:
    raise OperationalError("insert", {}, Exception("the disk is full"))


def test_what_she_typed_is_on_the_page_and_can_be_sent_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    person = resident(app)
    person.get("/form/start?lang=bn")
    person.begin()
    person.submit({"application-0-who_applies": "self"})
    with monkeypatch.context() as patch:
        patch.setattr(page_views, "save_page", down)
        page = person.submit({"problem-0-summary": "Three times this week"})
    assert page.status == 503
    assert "আপনি যা পাঠিয়েছেন তা রাখা হয়নি" in page.words()
    assert "Three times this week" in page.text
    assert "/form/privacy" not in page.text, "a link would lead away from it"
    assert page.title() == "আমাদের দিকে একটি সমস্যা হয়েছে – আপনার ফর্ম – Quillon Quay Council"
    assert person.submit().path == "/form/happened/1", "sent again, and she goes on"
    assert "Three times this week" in person.get("/form/story").text


@pytest.mark.parametrize(("path", "status"), [("/form/nothing/here", 404), ("/form/who/1/2", 404)])
def test_an_address_that_is_none_is_a_closed_page(app: Flask, path: str, status: int) -> None:
    person = resident(app)
    person.get("/form/start?lang=so")
    page = person.get(path)
    assert (page.status, page.title()) == (status, "Boggan waa xiran yahay – Foomkaaga – Quillon Quay Council")
    assert "Risk panels" not in page.text


def test_too_much_at_once_is_said_without_a_word_of_the_staff(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    person = resident(app)
    person.begin()
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 100)
    page = person.submit({"application-0-who_applies": "x" * 1000})
    assert (page.status, page.title()) == (413, "What you sent is too large – Your form – Quillon Quay Council")
    assert "Risk panels" not in page.text
    assert "/form/privacy" not in page.text, "the way back to what she typed stays one step"
