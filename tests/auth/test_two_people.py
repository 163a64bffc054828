"""Roles that take two people, agencies without an agreement, and people who leave."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.accounts import granting, leaving, resets, service, sharing, sharing_rules, unused, unused_rules
from auth.accounts.finding import account_by_email
from auth.current import actor_of
from auth.doors import NotAllowed
from auth.models import Account, Agency, Appointment, Invitation, UserSession
from auth.policy import decide
from auth.refusals import Refused
from auth.roles import Role
from casework.notifications.models import OutgoingMessage
from extensions import db, now, unit_of_work
from tests.auth.clock import frozen
from tests.client import Client
from tests.conftest import PANEL
from wording.dates import today

LATER = timedelta(days=400)
"""After the demonstration's agreements were put on record, whenever that was."""


def person(key: str) -> Account:
    found = account_by_email(f"{key}@example.org")
    assert found is not None
    return found


@contextmanager
def working(app: Flask) -> Iterator[Any]:
    """Services called and stored before a browser comes: a context that is held open would lend it its session."""
    with app.test_request_context(), unit_of_work():
        yield lambda key: actor_of(person(key))


def ask(actor: Any, who: str, role: Role = Role.COORDINATOR, panel: str | None = PANEL, by: str = "oak") -> Appointment:
    return service.appoint(
        actor=actor(by),
        account=person(who),
        panel=panel,
        role=role,
        from_on=today(),
        to_on=today() + timedelta(days=90),
    )


def told(template: str) -> set[str]:
    names = sa.select(Account.email).join(OutgoingMessage, OutgoingMessage.account_id == Account.id)
    found = db.session.scalars(names.where(OutgoingMessage.template == template))
    return {one.partition("@")[0] for one in found}


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.MEMBER, Role.REFERRER)])
def test_one_person_would_give_a_role_that_opens_much(actor: Any, role: Role) -> None:
    duty = role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER)
    who = "maple" if not duty else "fern"
    for one in person(who).appointments if duty else ():
        one.ended_at = now()
    before = actor(who).held
    asked = ask(actor, who, role, None if duty else PANEL)
    assert actor(who).held == before
    counts = sa.select(Appointment.id).where(Appointment.id == asked.id, Appointment.counts_on(today()))
    assert db.session.scalar(counts) is None, "no query may find it either"
    granting.confirm(actor=actor("sedge"), appointment=asked)
    assert role in {held.role for held in actor(who).held}


def test_a_role_could_be_confirmed_by_the_wrong_person(actor: Any) -> None:
    asked = ask(actor, "fern")
    # The asker; the person; nobody's chair; and, of the same agency as the person, a chair of that panel.
    for key in ("oak", "fern", "cora", "yew", "laurel", "dean"):
        for verb in (granting.confirm, granting.refuse):
            with pytest.raises(NotAllowed):
                verb(actor=actor(key), appointment=asked)
    mate = ask(actor, "cora", Role.DUTY_OFFICER)
    with pytest.raises(NotAllowed):
        granting.confirm(actor=actor("alder"), appointment=mate)
    granting.confirm(actor=actor("birch"), appointment=mate)  # vice-chair, of the police
    granting.confirm(actor=actor("alder"), appointment=asked)
    with pytest.raises(Refused, match="settled"):
        granting.refuse(actor=actor("sedge"), appointment=asked)
    with pytest.raises(Refused, match="your own"):
        ask(actor, "oak", Role.AUDITOR, None)


def test_a_longer_term_would_need_one_person(actor: Any) -> None:
    longer = service.appoint(
        actor=actor("oak"), account=person("cora"), panel=PANEL, role=Role.COORDINATOR,
        from_on=date(2029, 1, 1), to_on=date(2029, 12, 31),
    )  # fmt: skip
    assert longer.is_pending()


def test_those_who_must_hear_of_a_role_would_not(actor: Any) -> None:
    asked = ask(actor, "fern")
    assert {"oak", "sedge", "alder", "birch"} <= told("role_to_confirm")
    assert "fern" not in told("role_to_confirm")
    granting.confirm(actor=actor("sedge"), appointment=asked)
    assert told("role_given") == {"oak", "sedge", "alder", "birch"}, "administrators and the panel's chairs"
    assert "fern" in told("account")


def test_one_person_would_let_somebody_into_a_panel_and_nobody_hear_of_it(actor: Any) -> None:
    """Who opens an account of their own making and gives it a member's role reads cases until somebody asks."""
    ask(actor, "fern", Role.MEMBER)
    assert told("role_given") == {"sedge", "alder", "birch"}, "not who gave it; the others who answer for the panel"
    to = sa.select(OutgoingMessage.path).join(Account, Account.id == OutgoingMessage.account_id)
    to = to.where(Account.email == "alder@example.org", OutgoingMessage.template == "role_given")
    assert db.session.scalars(to).one() == "/roles"


def test_one_person_would_make_an_account_in_an_agency_and_nobody_there_hear_of_it(actor: Any) -> None:
    """An account without a role opens what its agency is asked: names, birthdays and addresses."""
    police, school = person("larch").agency, person("fern").agency
    made = service.create_account(
        actor=actor("oak"), email="ash@example.org", name="Ash Verity", agency=police, manager=person("fern")
    )
    assert told("accounts_to_look_at") == {"sedge"}, "not who made it"
    assert told("person_added") == {"birch", "larch", "fern"}, "nobody answers for the police, so all; and the manager"
    police.lead_id = person("birch").id
    db.session.execute(sa.delete(OutgoingMessage))
    service.move_to_agency(actor=actor("oak"), account=made, agency=school)
    made.manager_id = None
    service.move_to_agency(actor=actor("sedge"), account=made, agency=police)
    assert told("accounts_to_look_at") == {"oak", "sedge"}
    assert told("person_added") == {"fern", "birch"}, "who answers for the agency"


def test_what_was_asked_for_would_be_confirmed_too_late_or_after_the_asker_was_shut_out(actor: Any) -> None:
    asked, other = ask(actor, "fern"), ask(actor, "fern", Role.CHAIR)
    asked.created_at -= timedelta(days=14)
    with pytest.raises(Refused, match="14 days"):
        granting.confirm(actor=actor("sedge"), appointment=asked)
    assert asked not in granting.pending()
    ask(actor, "fern")  # can be asked for again
    service.suspend(actor=actor("sedge"), account=person("oak"))
    with pytest.raises(Refused, match="does not manage"):
        granting.confirm(actor=actor("sedge"), appointment=other)


def test_the_pages_would_not_lead_from_asking_to_confirming(app: Flask, browser_for: Any) -> None:
    with working(app) as actor:
        ask(actor, "fern")
    oak, sedge, alder = browser_for("oak"), browser_for("sedge"), browser_for("alder")
    assert "Fern Hollis: Coordinator" in oak.get("/admin/roles").words()
    assert not [form for form in oak.page.forms() if "confirmation" in (form.get("action") or "")]
    for second, key in ((alder, "alder"), (sedge, "sedge")):
        second.get("/sign-in/again")
        second.submit({"password": f"demo-only-{key}"}, form="password")
        page = second.get("/admin/roles")
        assert "Fern Hollis, Heron Street School" in page.words()
        assert not [form for form in page.forms() if "confirmation" in (form.get("action") or "")], "look first"
        second.get(next(link for link in page.links() if link.endswith("/sight")))
    action = sedge.page.form("shown").get("action")
    assert oak.post(action, [("csrf_token", dict(oak.page.fields())["csrf_token"])]).status in (400, 404)
    assert "counts from its first day" in sedge.submit(form="shown").words()
    for nobody in ("cora", "yew", "fern"):
        assert browser_for(nobody).get("/admin/roles").status == 404


def test_one_person_would_make_a_way_in_as_somebody_else(app: Flask, actor: Any) -> None:
    agency = person("rowan").agency
    ash = service.create_account(
        actor=None, email="ash@example.org", name="Ash Verity", agency=agency, password="kettle otter violet",
        manager=person("rowan"),
    )  # fmt: skip
    with pytest.raises(Refused, match="not signed in"):
        resets.ask(actor=actor("oak"), account=ash)
    ash.signed_in_at, session = now(), UserSession(account_id=ash.id, token_hash=b"1" * 32)
    db.session.add(session)
    with pytest.raises(Refused, match="signed in before"):
        service.invite(actor=actor("oak"), account=ash)
    reset = resets.ask(actor=actor("oak"), account=ash)
    db.session.refresh(session)
    assert session.ended_at is not None
    assert {"ash", "rowan"} <= told("account")
    for nobody in ("oak", "alder", "rowan"):
        with pytest.raises(NotAllowed):
            resets.confirm(actor=actor(nobody), reset=reset)
    assert ash.password_hash
    assert resets.confirm(actor=actor("sedge"), reset=reset)
    assert ash.password_hash is None


def test_an_agency_without_an_agreement_would_go_on_as_before(actor: Any) -> None:
    with frozen(LATER):
        police = person("larch").agency
        sharing.record_agreement(
            actor=actor("oak"), agency=police, reference="ISA", signed_on=today(),
            expires_on=today() + timedelta(days=1), contact="x",
        )  # fmt: skip
    with frozen(LATER + timedelta(days=2)):
        assert actor("larch").held, "warned, not shut"
        with pytest.raises(Refused, match="agreement"):
            ask(actor, "larch", Role.REFERRER)
        db.session.commit()
        assert sharing.remind_of_agreements() == "Agreements: 1 reminded of."
        assert sharing.remind_of_agreements() == "Agreements: 0 reminded of."
        assert {"oak", "sedge"} <= told("agreement_ends")
        assert "larch" in told("account")
    with frozen(LATER + timedelta(days=29)):
        assert actor("larch").held
    with frozen(LATER + timedelta(days=30)):
        assert actor("larch").held == ()
        assert actor("rowan").held


def test_a_shut_agency_would_still_be_let_in(actor: Any) -> None:
    police = person("larch").agency
    assert actor("larch").held
    sharing.end_agreement(actor=actor("oak"), agency=police)
    larch = actor("larch")
    assert larch.held == ()
    assert not decide(larch, "action.own", PANEL, frozenset({"action_owner"})).allowed
    assert db.session.scalar(
        sa.select(Appointment.id).where(Appointment.account_id == larch.account_id, Appointment.counts_on(today()))
    ) is None  # fmt: skip
    sharing.end_agreement(actor=actor("sedge"), agency=person("oak").agency)
    assert actor("oak").is_administrator(), "a duty opens no case and puts the agreement right"


@pytest.mark.pure
def test_days_of_agreements_and_unused_accounts_would_be_counted_wrongly() -> None:
    end = date(2026, 6, 30)
    assert sharing_rules.shuts_on(end) == date(2026, 7, 29)
    days = [n for n in range(-70, 40) if sharing_rules.is_reminder_due(end, end + timedelta(n), end + timedelta(n - 1))]
    assert days == [-60, -30, -14, -7, -1, 1, 8, 15, 22, 28]
    assert sharing_rules.is_of("a@Example.org", "example.org")
    assert not sharing_rules.is_of("a@evil-example.org", "example.org")
    assert not sharing_rules.is_of("a@sub.example.org", "example.org")
    at = now()
    steps = {days: unused_rules.step_for(at - timedelta(days=days), at) for days in (29, 30, 59, 60, 89, 90)}
    assert list(steps.values()) == ["", "warned", "warned", "suspended", "suspended", "closed"]


def test_an_address_of_somewhere_else_would_be_taken(actor: Any) -> None:
    agency = person("rowan").agency
    with pytest.raises(Refused, match="not at a domain"):
        service.create_account(actor=actor("oak"), email="x@elsewhere.example", name="X", agency=agency)


def test_somebody_who_left_would_leave_something_open(app: Flask, browser_for: Any) -> None:
    larch_browser = browser_for("larch")
    assert larch_browser.get("/home").status == 200
    with working(app) as actor:
        ask(actor, "larch", Role.DUTY_OFFICER)
        leaving.end_account(actor=actor("oak"), account=person("larch"))
    assert larch_browser.get("/home", follow=False).status == 302
    with working(app) as actor:
        larch = person("larch")
        assert actor("larch").held == ()
        assert all(one.ended_at for one in larch.appointments)
        assert larch.password_hash is None
        service.reinstate(actor=actor("oak"), account=larch)
        assert actor("larch").held == ()


def test_a_last_day_would_be_overlooked_until_a_job_runs(app: Flask, browser_for: Any) -> None:
    with frozen():
        with working(app) as actor:
            leaving.end_account(actor=actor("oak"), account=person("larch"), last_on=today())
        client = browser_for("larch")
        assert client.get("/home", follow=False).status == 200
    with frozen(timedelta(days=1)):
        with working(app) as actor:
            assert actor("larch").held == ()
        client = Client(app)
        client.get("/sign-in")
        assert client.submit({"email": "larch@example.org", "password": "demo-only-larch"}).status == 422
        with app.test_request_context():
            assert leaving.end_those_past() == "Accounts: 1 ended."


def test_an_unused_account_would_live_on(app: Flask) -> None:
    with frozen(), app.test_request_context(), unit_of_work():
        agency = db.session.scalars(sa.select(Agency).where(Agency.short_name == "Lanternfish")).one()
        service.create_account(actor=None, email="moss@example.org", name="Moss Arden", agency=agency)
    for days, said in (
        (29, "0 warned, 0 s"),
        (30, "1 warned"),
        (31, "0 warned"),
        (60, "1 suspended"),
        (90, "1 closed"),
    ):
        with frozen(timedelta(days=days)), app.test_request_context():
            assert said in unused.look_after_unused(), days
    with app.test_request_context():
        assert person("moss").left_at is not None
        assert not actor_of(person("moss")).held
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Invitation)) == 0
