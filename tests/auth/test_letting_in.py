"""Whoever asks for a role that takes two people, or confirms it, is not alone in letting that person in."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.accounts import granting, letting_in, resets, service
from auth.models import Account, Appointment, Invitation
from auth.refusals import Refused
from auth.roles import Role
from auth.sign_in import invitations
from extensions import db, now
from tests.auth.test_two_people import ask, person, told, working
from tests.client import Client

NEW, PASSWORD = "ash@example.org", "kettle otter violet"


@pytest.fixture(autouse=True)
def third(app: Flask) -> None:
    """A third person administers."""
    with working(app):
        for one in person("laurel").appointments:
            one.ended_at = now()
        db.session.flush()
        ask(lambda key: None, "laurel", Role.ADMINISTRATOR, None)


def made(actor: Any, by: str = "oak") -> tuple[Account, str]:
    """A new account, and the code that its maker reads out."""
    account = service.create_account(actor=actor(by), email=NEW, name="Ash Verity", agency=person("rowan").agency)
    return account, service.invite(actor=actor(by), account=account)


def use(code: str) -> None:
    db.session.commit()  # counting the try begins a transaction of its own
    invitations.accept(email=NEW, code=code, password=PASSWORD)
    person("ash").signed_in_at = now()
    db.session.flush()


def test_who_asked_for_a_chair_would_make_a_second_code_and_come_in_as_the_chair(actor: Any) -> None:
    account, first = made(actor)
    chair = ask(actor, "ash", Role.CHAIR)
    with pytest.raises(Refused, match="another administrator"):
        service.invite(actor=actor("oak"), account=account)
    read_out = granting.confirm(actor=actor("sedge"), appointment=chair)
    with pytest.raises(Refused, match="another administrator"):
        service.invite(actor=actor("oak"), account=account)
    with pytest.raises(Refused, match="do not fit"):
        use(first)
    again = service.invite(actor=actor("sedge"), account=account)
    with pytest.raises(Refused, match="do not fit"):
        use(read_out)
    use(again)
    assert Role.CHAIR in {held.role for held in actor("ash").held}


def test_who_made_the_account_would_come_in_by_a_role_that_two_others_gave(actor: Any) -> None:
    account, first = made(actor)
    chair = ask(actor, "ash", Role.CHAIR, by="laurel")
    for shut in ("oak", "laurel"):
        with pytest.raises(Refused, match="another administrator"):
            service.invite(actor=actor(shut), account=account)
    assert granting.confirm(actor=actor("birch"), appointment=chair) == "", "a chair reads out no code"
    with pytest.raises(Refused, match="do not fit"):
        use(first)
    assert service.invite(actor=actor("sedge"), account=account)


def test_who_made_the_account_and_confirms_would_leave_nobody_to_make_the_code(actor: Any) -> None:
    account, _ = made(actor)
    assert granting.confirm(actor=actor("oak"), appointment=ask(actor, "ash", by="sedge"))
    assert service.invite(actor=actor("oak"), account=account)


def test_who_let_somebody_in_would_be_in_already_when_the_role_is_confirmed(actor: Any) -> None:
    account, first = made(actor)
    use(first)
    chair = ask(actor, "ash", Role.CHAIR)
    read_out = granting.confirm(actor=actor("sedge"), appointment=chair)
    assert account.password_hash is None, "what was chosen with the asker's code opens nothing"
    assert "ash" in told("account")
    use(read_out)
    longer = ask(actor, "ash", Role.COORDINATOR)
    assert granting.confirm(actor=actor("sedge"), appointment=longer) == ""
    assert account.password_hash, "two have vouched: a second role begins nothing anew"


def test_who_let_somebody_in_would_confirm_what_another_asked_for(actor: Any) -> None:
    account, first = made(actor)
    use(first)
    chair = ask(actor, "ash", Role.CHAIR, by="sedge")
    with pytest.raises(Refused, match="Somebody else has to confirm"):
        granting.confirm(actor=actor("oak"), appointment=chair)
    assert granting.confirm(actor=actor("laurel"), appointment=chair) == "", "neither of the two let the person in"
    assert account.password_hash


def test_a_reset_by_two_would_count_as_the_first_code(actor: Any) -> None:
    account, first = made(actor)
    use(first)
    reset = resets.ask(actor=actor("oak"), account=account)
    use(resets.confirm(actor=actor("sedge"), reset=reset))
    chair = ask(actor, "ash", Role.CHAIR)
    with pytest.raises(Refused, match="Somebody else has to confirm"):
        granting.confirm(actor=actor("sedge"), appointment=chair)
    assert granting.confirm(actor=actor("laurel"), appointment=chair) == ""
    assert account.password_hash


def test_a_members_role_would_ask_for_a_second_person_to_make_the_code(actor: Any) -> None:
    account, _ = made(actor)
    ask(actor, "ash", Role.MEMBER)
    assert service.invite(actor=actor("oak"), account=account)
    assert not letting_in.is_for_another(actor("oak"), account)


def test_the_pages_would_not_say_who_makes_the_code(app: Flask, browser_for: Any) -> None:
    with working(app) as actor:
        account, _ = made(actor)
        account_id, chair_id = account.id, ask(actor, "ash", Role.CHAIR).id
    oak, sedge = browser_for("oak"), browser_for("sedge")
    page = oak.get(f"/admin/people/{account_id}")
    assert "another administrator makes the one-time code" in page.words()
    assert not any((form.get("action") or "").endswith("/invitation") for form in page.forms())
    page = sedge.get(f"/admin/people/{account_id}")
    assert any((form.get("action") or "").endswith("/invitation") for form in page.forms())
    sedge.get("/sign-in/again")
    sedge.submit({"password": "demo-only-sedge"}, form="password")
    page = sedge.get(f"/admin/roles/{chair_id}/sight")
    assert "codes made before stop working. You are shown a new one" in page.words()
    page = sedge.submit(form="shown")
    assert "Read out this one-time code" in page.words()
    assert "The role counts" in page.words()
    with app.app_context():
        codes = db.session.scalars(sa.select(Invitation).where(Invitation.account_id == account_id)).all()
        assert [one.made_by_id for one in codes] == [person("sedge").id]
        assert db.session.get_one(Appointment, chair_id).confirmed_at


def test_who_comes_in_by_the_askers_code_would_not_be_told_of_to_the_second(app: Flask, browser_for: Any) -> None:
    with working(app) as actor:
        _, first = made(actor)
        use(first)
        chair_id = ask(actor, "ash", Role.CHAIR).id
    page: Any = Client.get(browser_for("birch"), f"/admin/roles/{chair_id}/sight")
    assert "also made the code with which Ash Verity came in" in page.words()
    assert "An administrator asks for a reset" in page.words()


def test_the_page_before_would_promise_a_code_that_nobody_is_shown(app: Flask, browser_for: Any) -> None:
    with working(app) as actor:
        made(actor)
        chair_id = ask(actor, "ash", Role.CHAIR).id
        ask(actor, "ash", Role.VICE_CHAIR, "hate_incident", by="sedge")
    sedge, laurel = browser_for("sedge"), browser_for("laurel")
    sedge.get("/sign-in/again")
    sedge.submit({"password": "demo-only-sedge"}, form="password")
    page = sedge.get(f"/admin/roles/{chair_id}/sight")
    assert "You are shown a new one" not in page.words(), "sedge asked for another role that takes two people"
    assert "An administrator who asked for no role of theirs" in page.words()
    assert "You are shown a new one" in laurel.get(f"/admin/roles/{chair_id}/sight").words()
    sedge.get(f"/admin/roles/{chair_id}/sight")
    assert "Read out this one-time code" not in sedge.submit(form="shown").words()
