"""A translation says that it is a draft until an administrator records who checked it, and again when it changes."""

from typing import Any

import pytest
from flask import Flask

from wording import languages

DRAFT = "এটি খসড়া অনুবাদ"


def test_the_draft_line_goes_when_a_check_is_recorded_and_comes_back_with_a_change(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, oak = browser_for(None), browser_for("oak")
    assert DRAFT in visitor.get("/form/safety?lang=bn").words()
    assert 'lang="bn"' in visitor.page.text

    oak.get("/admin/translations/bn")
    assert "Enter who checked it" in oak.submit({"speaker": ""}).words()
    assert "Checked by Two Bengali readers" in oak.submit({"speaker": "Two Bengali readers"}).words()
    assert DRAFT not in visitor.get("/form/safety").words()
    assert "qabyo" in visitor.get("/form/safety?lang=so").words(), "each language stands for itself"

    catalogues = app.extensions[languages.EXTENSION]
    changed = {**catalogues, "bn": {**catalogues["bn"], "Start now": "শুরু"}}
    with monkeypatch.context() as patch:
        patch.setitem(app.extensions, languages.EXTENSION, changed)
        assert DRAFT in visitor.get("/form/safety?lang=bn").words()
        assert "words have changed" in oak.get("/admin/translations").words()

    assert DRAFT not in visitor.get("/form/safety").words()
    oak.get("/admin/translations")
    assert "set it back to a draft" in oak.submit().words()
    assert DRAFT in visitor.get("/form/safety").words()


def test_only_languages_that_are_translated_can_be_checked(browser_for: Any) -> None:
    oak = browser_for("oak")
    assert [oak.get(f"/admin/translations/{code}").status for code in ("en", "fr")] == [404, 404]
