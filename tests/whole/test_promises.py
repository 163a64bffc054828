"""What a page says of another page, of a person or of a rule holds."""

from typing import Any

from flask import Flask

from auth.accounts import service
from tests.auth.covering import person
from tests.cases.made import acting


def test_a_page_would_say_what_is_not_so(app: Flask, browser_for: Any) -> None:
    with acting(app, "oak") as actor:
        agency = person("rowan").agency
        made = service.create_account(actor=actor, email="ash@example.org", name="Ash Verity", agency=agency).id
    oak, cora, fern = browser_for("oak"), browser_for("cora"), browser_for("fern")
    words = oak.get(f"/admin/people/{made}").words()
    assert "This person holds no role and opens no case of a panel. They can answer what their agency is asked" in words
    words = oak.get("/admin/unused").words()
    assert "signed in during" not in words, "people who were never here are among them"
    assert "count from when it was made" in words
    main = oak.get("/admin/panels").tree.find(".//main")
    (link,) = [one for one in main.iter("a") if one.get("href") == "/roles"]
    assert link.text == oak.get("/roles").tree.find(".//h1").text_content().strip(), "the name of the page"
    words = cora.get("/conflicts").words()
    assert "lifted by two people of two agencies" in words, "no chair lifts it alone"
    assert "Only the chair" not in words
    words = fern.get("/home").words()
    assert "Confirm that it is you to see what is yours in Panel C" in words
    assert "Nothing else needs you today" in words, "no heading stands above nothing"
