"""Nothing typed is lost, and nobody else sees it."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.encryption.models import DataKey
from auth.models import Agency, KeptForm
from auth.sign_in import kept_forms
from extensions import unit_of_work
from tests.auth.clock import frozen
from tests.client import Client, Page

TYPED = "Canary Wharf Tenants' Society কলম"
FORM = "/admin/agencies/new"


def type_agency(client: Client, **more: Any) -> dict[str, Any]:
    client.get(FORM)
    return {
        "name": TYPED,
        "short_name": "Canary",
        "kind": "other",
        "is_landlord": "no",
        "domains": "example.org",
        **more,
    }


def agency_names(rows: Any) -> set[str]:
    return set(rows(sa.select(Agency.name)))


def sign_in_here(client: Client, key: str) -> Page:
    client.get("/sign-in")
    return client.submit({"email": f"{key}@example.org", "password": f"demo-only-{key}"})


def interrupted(browser_for: Any, **more: Any) -> Client:
    """Oak typed a form, the session ended, and the form was sent."""
    with frozen():
        oak = browser_for("oak")
        typed = type_agency(oak, **more)
    with frozen(timedelta(minutes=25)):
        page = oak.submit(typed, form="name")
    assert page.path == "/sign-in"
    assert "has been kept" in page.words()
    return oak


def test_a_form_sent_after_the_session_ended_would_be_lost(browser_for: Any, rows: Any) -> None:
    oak = interrupted(browser_for)
    assert TYPED not in agency_names(rows)
    page = sign_in_here(oak, "oak")
    assert page.path.startswith("/kept/")
    assert TYPED in page.words()
    sent = oak.submit(form="name")
    assert sent.path == "/admin/agencies"
    assert TYPED in agency_names(rows)


def test_what_was_kept_would_stay_after_it_was_sent(browser_for: Any, rows: Any) -> None:
    oak = interrupted(browser_for)
    before = len(rows(sa.select(DataKey.id)))
    sign_in_here(oak, "oak")
    oak.submit(form="name")
    assert rows(sa.select(KeptForm.id)) == []
    assert len(rows(sa.select(DataKey.id))) == before - 1


def test_what_was_kept_could_be_sent_twice(browser_for: Any, rows: Any) -> None:
    oak = interrupted(browser_for)
    page = sign_in_here(oak, "oak")
    fields = page.fields("name")
    oak.post(FORM, fields)
    second = oak.post(FORM, fields)
    assert second.path == "/admin/agencies", "The second copy is led to the first one's answer."
    assert len([name for name in rows(sa.select(Agency.name)) if name == TYPED]) == 1


def test_another_person_on_the_same_browser_would_see_it(browser_for: Any, rows: Any) -> None:
    browser = interrupted(browser_for)
    page = sign_in_here(browser, "rowan")
    assert page.path == "/home"
    assert TYPED not in page.text
    (kept_id,) = rows(sa.select(KeptForm.id))
    page = browser.get(f"/kept/{kept_id}")
    assert page.status == 404
    assert TYPED not in page.text
    token = dict(browser.get("/home").fields("csrf_token"))["csrf_token"]
    assert browser.post(f"/kept/{kept_id}/removal", {"csrf_token": token}).status == 404
    assert rows(sa.select(KeptForm.id)) == [kept_id]


def test_the_owner_would_not_find_it_on_another_computer(browser_for: Any) -> None:
    interrupted(browser_for)
    assert TYPED in sign_in_here(browser_for(), "oak").words()


def test_it_would_stand_readable_in_the_database(app: Flask, browser_for: Any, rows: Any) -> None:
    interrupted(browser_for)
    (body,) = rows(sa.select(KeptForm.body_sealed))
    assert b"Canary" not in bytes(body)


def test_it_could_not_be_thrown_away(browser_for: Any, rows: Any) -> None:
    oak = interrupted(browser_for)
    page = sign_in_here(oak, "oak")
    removal = next(form.get("action") for form in page.forms() if (form.get("action") or "").endswith("/removal"))
    oak.post(removal, {"csrf_token": dict(page.fields("name"))["csrf_token"]})
    assert rows(sa.select(KeptForm.id)) == []


def test_it_would_be_kept_for_longer_than_drafts(app: Flask, browser_for: Any, rows: Any) -> None:
    interrupted(browser_for)
    for days, left in ((27, 1), (29, 0)):
        with app.app_context(), unit_of_work(), frozen(timedelta(days=days)):
            kept_forms.erase_old()
        assert len(rows(sa.select(KeptForm.id))) == left


def test_passwords_and_codes_would_be_kept(browser_for: Any, rows: Any) -> None:
    secrets = {"password": "canary-1", "new_password": "canary-2", "code": "canary-3", "totp-code": "canary-4"}
    oak = interrupted(browser_for, **secrets, **{"address-postcode": "E1 4AB"})
    page = sign_in_here(oak, "oak")
    assert "canary-" not in page.text
    assert "E1 4AB" in page.text


def test_signing_in_itself_would_be_kept(browser_for: Any, rows: Any) -> None:
    client = browser_for()
    client.get("/sign-in")
    page = client.submit({"email": "oak@example.org", "password": "demo-only-oak", "csrf_token": "wrong"})
    assert page.status == 400
    assert "demo-only-oak" not in page.text
    assert rows(sa.select(KeptForm.id)) == []


def test_a_button_of_signing_in_or_out_would_be_kept(browser_for: Any, rows: Any) -> None:
    oak = browser_for("oak")
    assert oak.post("/sign-out", {"csrf_token": "wrong"}).status == 400
    assert rows(sa.select(KeptForm.id)) == []


def test_a_form_sent_after_signing_out_in_another_tab_would_be_lost(browser_for: Any, rows: Any) -> None:
    oak = browser_for("oak")
    typed = type_agency(oak)
    page = oak.page
    oak.post("/sign-out", {"csrf_token": dict(page.fields("name"))["csrf_token"]})
    oak.page = page
    assert oak.submit(typed, form="name").path == "/sign-in"
    assert TYPED in sign_in_here(oak, "oak").words()


def test_an_old_page_of_the_same_person_would_lose_what_was_typed(browser_for: Any, rows: Any) -> None:
    oak = browser_for("oak")
    typed = type_agency(oak)
    page = oak.page
    sign_in_again(oak)
    oak.page = page
    answer = oak.submit(typed, form="name")
    assert answer.status == 400
    assert "We kept what you typed" in answer.words()
    assert TYPED not in agency_names(rows)
    assert oak.submit(form="name").path == "/admin/agencies"
    assert TYPED in agency_names(rows)
    assert rows(sa.select(KeptForm.id)) == []


def sign_in_again(client: Client, key: str = "oak") -> None:
    client.http.delete_cookie("casework")
    sign_in_here(client, key)


def test_an_old_page_of_another_person_would_be_shown_to_who_is_signed_in_now(browser_for: Any, rows: Any) -> None:
    browser = browser_for("oak")
    typed = type_agency(browser)
    page = browser.page
    sign_in_again(browser, "rowan")
    browser.page = page
    answer = browser.submit(typed, form="name")
    assert answer.status == 400
    assert TYPED not in answer.text
    assert TYPED in sign_in_here(browser_for(), "oak").words()


def test_a_form_with_a_made_up_token_would_do_its_work(browser_for: Any, rows: Any) -> None:
    oak = browser_for("oak")
    answer = oak.submit({**type_agency(oak), "csrf_token": "wrong"}, form="name")
    assert answer.status == 400
    assert TYPED not in agency_names(rows)
    assert TYPED in answer.words()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"},
                {"Origin": "null"}]
)  # fmt: skip
@pytest.mark.parametrize("ended", [False, True])
def test_a_forged_post_would_come_back_as_a_form_that_one_press_sends(
    browser_for: Any, rows: Any, headers: dict[str, str], ended: bool
) -> None:
    with frozen():
        oak = browser_for("oak")
    with frozen(timedelta(minutes=25 if ended else 1)):
        answer = oak.http.post(FORM, data={"name": TYPED, "csrf_token": "wrong"}, headers=headers)
    assert "Canary" not in answer.get_data(as_text=True)
    assert rows(sa.select(KeptForm.id)) == []


def test_a_stranger_could_fill_the_store(browser_for: Any, rows: Any) -> None:
    client = browser_for()
    client.post(FORM, {"name": TYPED, "csrf_token": "wrong"})
    assert rows(sa.select(KeptForm.id)) == []


@pytest.mark.long
def test_one_person_could_fill_the_store(app: Flask, browser_for: Any, rows: Any) -> None:
    oak = browser_for("oak")
    for number in range(kept_forms.MOST_PER_ACCOUNT + 3):
        oak.post(FORM, {"name": f"Agency {number}", "csrf_token": "wrong"})
    assert len(rows(sa.select(KeptForm.id))) == kept_forms.MOST_PER_ACCOUNT


def test_the_script_would_get_no_fresh_token_after_signing_in_again(browser_for: Any) -> None:
    oak = browser_for("oak")
    token = dict(oak.get(FORM).fields("name"))["csrf_token"]
    sign_in_again(oak)
    answer = oak.http.post("/stay-signed-in", data={"csrf_token": token}, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    fresh = answer.get_json()["csrf_token"]
    sent = oak.post(FORM, {"csrf_token": fresh, "name": ""})
    assert sent.status == 422


def test_the_script_of_one_person_would_get_a_token_of_another(browser_for: Any) -> None:
    browser = browser_for("oak")
    token = dict(browser.get(FORM).fields("name"))["csrf_token"]
    sign_in_again(browser, "rowan")
    answer = browser.http.post("/stay-signed-in", data={"csrf_token": token}, headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert "csrf_token" not in answer.get_json()
