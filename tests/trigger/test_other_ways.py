"""For somebody else, for a group, and what the door's own rules hold."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from casework.panel_type.checks import unsound
from casework.panel_type.public_door import Asked, PublicPage, Rows
from casework.referrals.answers import answers_of
from casework.referrals.models import Referral
from extensions import db, limiter
from panels.definitions.asb_case_review import PANEL
from tests.trigger.test_request import only_request
from tests.trigger.walking import Resident, resident, tell


def answered(app: Flask) -> dict[str, Any]:
    with app.test_request_context():
        return dict(answers_of(only_request(app).referral, restricted=True))


def go(person: Resident, page: str, given: dict[str, Any]) -> str:
    person.get(f"/form/{page}")
    return person.submit(given).path


@pytest.mark.long
def test_somebody_who_asks_for_another_would_take_their_place(app: Flask) -> None:
    person = resident(app)
    person.begin()
    assert go(person, "who", {"application-0-who_applies": "on_behalf"}) == "/form/speaking"
    assert "Select whether the person agrees" in person.submit().words()
    given = {
        "application-0-consent": "ask",
        "people-1-full_name": "Eudora Finchley-Mott",
        "people-1-relation": "councillor",
    }
    assert person.submit(given).path == "/form/story"
    go(person, "you", {"people-0-full_name": "Shamsun Begum-Elwood"})
    go(person, "contact", {"people-0-will_call": "yes"})
    go(person, "notice", {"notice-0-declared": "true"})
    affected, speaker = answered(app)["people"]
    assert (affected["roles"], affected["surname"]) == (["victim"], "Begum-Elwood")
    assert speaker["roles"] == ["representative", "complainant"]
    # She changes her mind: what she typed is there if she changes it back, and is not sent if she does not.
    go(person, "who", {"application-0-who_applies": "self"})
    assert len(answered(app)["people"]) == 2
    person.get("/form/check")
    assert "Eudora" not in person.page.words()
    assert person.submit().path == "/form/sent"
    told = answered(app)
    assert [one["roles"] for one in told["people"]] == [["victim", "complainant"]]
    assert "consent" not in told["application"][0]


def test_a_group_would_be_asked_for_names_one_by_one_and_lose_them(app: Flask) -> None:
    person = resident(app)
    person.begin()
    assert go(person, "who", {"application-0-who_applies": "group"}) == "/form/others"
    person.submit({"group-r0-name": "Ines", "group-r0-agreed": "yes"}, button=("add", "yes"))
    assert person.submit({"group-r1-name": "Noor", "group-r1-agreed": "no"}).path == "/form/story"
    assert [one["name"] for one in answered(app)["group"]] == ["Ines", "Noor"]
    person.get("/form/others")
    person.submit({"group-r0-name": ""}, form="group-r0-name")
    assert [one.get("name") for one in answered(app)["group"]] == [None, "Noor"], "the other answer of it stays"
    page = person.get("/form/check")
    assert person.submit().path == "/form/check"
    words = person.page.words()
    for wanted in ("Enter a name, or a name we can use", "Select the box if it is true, as far as you know"):
        assert wanted in words
    assert 'href="/form/you?back=check"' in person.page.text
    assert page.status == 200
    person.get("/form/you?back=check")
    assert person.submit({"people-0-full_name": "Ines"}).path == "/form/check", "back to where she was"


def test_a_flood_of_tries_would_be_hashed_one_by_one(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    person = resident(app)
    number = person.begin()
    fields = [*person.get("/form/return").fields(), ("number", "44445555"), ("pin", "135724")]
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    statuses = [person.post("/form/return", fields).status for _ in range(21)]
    assert statuses == [200] * 20 + [429]
    assert "020 7946 0100" in person.page.words(), "the phone is never shut"
    elsewhere = resident(app)
    elsewhere.http.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert elsewhere.come_back(number).path == "/form/who"
    limiter.reset()


@pytest.mark.long
def test_duplicates_would_not_be_seen_or_would_be_told_to_residents(app: Flask, browser_for: Any) -> None:
    born = {"day": "3", "month": "May", "year": "1980"}
    about = {f"people-0-date_of_birth-{part}": typed for part, typed in born.items()}
    for _ in range(2):
        person = resident(app)
        person.begin()
        tell(person, (), you=about)
        words = person.submit().words()
        assert "already" not in words
        assert "another request" not in words
    with app.app_context():
        first, second = db.session.scalars(sa.select(Referral.reference).order_by(Referral.submitted_at))
    page = browser_for("cora").get(f"/triage/{second}").words()
    assert str(first) in page
    assert "Same date of birth and a name" in page


DOOR = PANEL.public_door
assert DOOR is not None
BROKEN = {
    "asks the unknown question problem.nothing": PublicPage("odd", "Odd", (Asked("problem", ("nothing",)),)),
    "asks problem.summary again": PublicPage("odd", "Odd", (Asked("problem", ("summary",)),)),
    "has a key that cannot be used": PublicPage("check", "Check"),
    "which is no page of entries": PublicPage("odd", "Odd", lists="who"),
    "which is no whole number": PublicPage("odd", "Odd", rows=Rows("reports", ("to_name",), "", "", about="to_name")),
}


@pytest.mark.parametrize("words", BROKEN)
def test_a_door_that_leads_nowhere_would_be_opened(words: str) -> None:
    broken = replace(PANEL, public_door=replace(DOOR, pages=(*DOOR.pages, BROKEN[words])))
    assert any(words in fault.words for fault in unsound(broken)), [fault.words for fault in unsound(broken)]
    assert not unsound(PANEL)
