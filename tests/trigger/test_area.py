"""A place outside the area: told kindly, sent all the same, and pointed out to the officer who looks."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from casework.referrals.area import district_of, is_outside
from casework.referrals.models import Referral
from extensions import db
from tests.trigger.walking import resident, tell

SAID = "Your postcode may be outside our area. You can send it."


@pytest.mark.parametrize(
    ("postcode", "district"),
    [("E1 4AB", "E1"), ("e14 9zz", "E14"), ("EC1A1BB", "EC1A"), ("E14", ""), ("", ""), ("nowhere", ""), ("E1 4A", "")],
)
def test_a_district_would_be_read_wrong(postcode: str, district: str) -> None:
    assert district_of(postcode) == district
    assert is_outside(postcode, ["e 14"]) is (district not in ("E14", ""))
    assert not is_outside(postcode, ()), "nothing is outside where no area is set"


def change(app: Flask, monkeypatch: pytest.MonkeyPatch, *districts: str) -> None:
    changed = app.extensions["casework-settings"].model_copy(update={"area_postcodes": districts})
    monkeypatch.setitem(app.extensions, "casework-settings", changed)


@pytest.mark.long
def test_a_place_outside_the_area_would_be_refused_or_not_seen(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = resident(app)
    person.begin()
    tell(person, ())
    assert SAID not in person.page.words(), "no area is set"
    change(app, monkeypatch, "E14", "E3")
    assert SAID in person.get("/form/check").words()
    assert SAID in person.get("/form/you").words(), "where it is typed"
    change(app, monkeypatch, "E1")
    assert SAID not in person.get("/form/check").words()
    assert SAID not in person.get("/form/you").words()
    change(app, monkeypatch, "E14", "E3")
    person.get("/form/check")
    assert person.submit().path == "/form/sent", "nobody is refused for it"
    with app.app_context():
        reference = db.session.scalars(sa.select(Referral.reference)).one()
    cora = browser_for("cora")
    assert "E1 is not among the postcodes of this area" in cora.get(f"/triage/{reference}").words()
    change(app, monkeypatch, "E1")
    assert "not among the postcodes" not in cora.get(f"/triage/{reference}").words()
