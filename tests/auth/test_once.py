"""One form, one effect, however often and however fast it is sent."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.models import Account, Agency, UsedForm
from tests.client import Client

FORM = "/admin/agencies/new"
AGENCY = {
    "name": "Fifty Fold Homes",
    "short_name": "Fifty",
    "kind": "other",
    "is_landlord": "yes",
    "domains": "example.org",
}


def form_of(client: Client) -> dict[str, str]:
    client.get(FORM)
    assert client.page is not None
    return {**dict(client.page.fields("name")), **AGENCY}


def test_fifty_copies_at_once_would_have_more_than_one_effect(app: Flask, browser_for: Any, rows: Any) -> None:
    """AC 44."""
    oak = browser_for("oak")
    fields = form_of(oak)
    cookies = {name: oak.http.get_cookie(name).value for name in ("casework", "form")}

    def send(_: int) -> tuple[int, str]:
        http = app.test_client()
        for name, value in cookies.items():
            http.set_cookie(name, value)
        answer = http.post(FORM, data=fields)
        return answer.status_code, answer.headers.get("Location", "")

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(50)))
    assert set(answers) == {(303, "/admin/agencies")}
    assert rows(sa.select(sa.func.count()).where(Agency.name == AGENCY["name"])) == [1]
    assert rows(sa.select(sa.func.count()).where(AccessEntry.event == "agency.create")) == [1]


def test_a_form_that_was_refused_could_not_be_sent_again(browser_for: Any, rows: Any) -> None:
    oak = browser_for("oak")
    fields = form_of(oak)
    assert oak.post(FORM, {**fields, "name": ""}).status == 422
    assert rows(sa.select(UsedForm.key)) == []
    assert oak.post(FORM, fields).path == "/admin/agencies"


def test_the_key_of_one_form_would_stop_another(browser_for: Any, rows: Any) -> None:
    oak = browser_for("oak")
    oak.post(FORM, form_of(oak))
    again = {**form_of(oak), "name": "Second Homes"}
    assert oak.post(FORM, again).path == "/admin/agencies"
    assert rows(sa.select(sa.func.count()).where(Agency.name == "Second Homes")) == [1]


def test_another_persons_key_would_lead_to_that_persons_answer(browser_for: Any, rows: Any) -> None:
    oak, rowan = browser_for("oak"), browser_for("rowan")
    fields = form_of(oak)
    oak.post(FORM, fields)
    token = dict(rowan.get("/home").fields("csrf_token"))["csrf_token"]
    assert rowan.post(FORM, {**fields, "csrf_token": token}, follow=False).status == 404


def test_a_form_whose_answer_is_a_page_could_be_sent_once_only(browser_for: Any, linden: str, rows: Any) -> None:
    oak = browser_for("oak")
    fields = {name: value for name, value in form_of(oak).items() if name in ("csrf_token", "once")}
    (linden_id,) = rows(sa.select(Account.id).where(Account.email == linden))
    for _ in range(2):
        assert oak.post(f"/admin/people/{linden_id}/invitation", fields, follow=False).status == 200


def test_a_form_without_a_key_would_be_taken(browser_for: Any, rows: Any) -> None:
    oak = browser_for("oak")
    for once in ("", "not-a-key", str(uuid4()) * 2):
        page = oak.post(FORM, {**form_of(oak), "once": once})
        assert page.status in (303, 422, 200)
    assert rows(sa.select(sa.func.count()).where(Agency.name == AGENCY["name"]))[0] <= 1
