"""Before a role changes: who would see which cases, told to those alone who may know."""

from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.accounts import service
from auth.accounts.sight import SightChange, if_ended, if_given
from auth.models import Account, Appointment
from auth.roles import Held, Role
from casework.cases.conflicts import declare_conflict
from casework.cases.models import Case
from extensions import db
from tests.cases.made import acting, actor_named, case_on_record
from tests.conftest import PANEL
from tests.sight.letting_in import account_of
from wording.dates import today


def held_in_panel(account: Account) -> Held:
    found = next(one for one in account.appointments if one.panel == PANEL and one.in_force(today()))
    return Held(found.as_role(), found.panel, found.id)


def changes(viewer: str, who: str, *, role: Role | None = None, panel: str | None = PANEL) -> tuple[SightChange, ...]:
    """What ``viewer`` is told: of a role that is given, or of the one in the panel that ends."""
    account = db.session.get(Account, account_of(who))
    assert account is not None
    if role is None:
        return if_ended(actor_named(viewer), account, held_in_panel(account))
    return if_given(actor_named(viewer), account, Held(role, panel, uuid4()))


def test_what_a_role_opens_and_shuts_would_be_told_wrongly_or_to_the_wrong_people(app: Flask, secretive: Any) -> None:
    with app.app_context():
        others = db.session.scalar(sa.select(sa.func.count(Case.id)).where(Case.panel == PANEL)) or 0
        standing = {one.reference for one in db.session.scalars(sa.select(Case).where(Case.members_from.is_not(None)))}
    listed, theirs, hers, plain = (case_on_record(app, listed=number < 3) for number in range(4))
    with acting(app, "cora") as cora:
        for made, who in ((theirs, "larch"), (hers, "alder")):
            declare_conflict(actor=cora, case_id=made.id, account_id=account_of(who), connection="family")
    with app.test_request_context():
        before = db.session.scalar(sa.select(sa.func.count(AccessEntry.number)))
        (by_number,) = changes("oak", "larch")
        assert (by_number.gained, by_number.references) == (0, None), "an administrator is told numbers"
        assert by_number.lost == len(standing) + 2, "of listed cases, and none from which the person is shut out"
        (given,) = changes("oak", "larch", role=Role.CASE_OFFICER)
        assert (given.gained, given.lost) == (others + 3 - by_number.lost, 0), "more is opened, but by no exclusion"
        assert not any(one.gained for one in changes("oak", "larch", role=Role.ADMINISTRATOR, panel=None))
        duty = next(one for one in changes("oak", "larch", role=Role.ADMINISTRATOR, panel=None) if one.panel == PANEL)
        assert duty.lost == by_number.lost, "beside a duty in the partnership nobody sees a case"
        assert changes("fern", "larch") == changes("yew", "larch") == (), "nobody else is told"
        assert db.session.scalar(sa.select(sa.func.count(AccessEntry.number))) == before
        (told,) = changes("alder", "larch")
        assert told.references is not None
        opens, shuts = told.references
        assert (opens, set(shuts)) == ((), standing | {listed.reference}), "a chair reads of none shut to them"
        assert told.lost == len(shuts)
        assert not {theirs.reference, hers.reference, plain.reference} & set(shuts)
        logged = db.session.scalars(sa.select(AccessEntry).where(AccessEntry.event == "role.sight")).all()
        assert [one.actor_id for one in logged] == [account_of("alder")]
        secretive(members_by_case=True)
        assert changes("oak", "larch")[0].lost == 0, "a listed case opens to nobody by that alone"
        secretive(existence_hidden=True, match_visible_to=())
        assert changes("oak", "larch") == ()
        assert PANEL not in {one.panel for one in changes("oak", "larch", role=Role.ADMINISTRATOR, panel=None)}
        assert changes("alder", "fern", role=Role.COORDINATOR)[0].gained > 0, "its own chair is told"


def test_a_look_before_a_role_changes_would_change_it_or_show_an_administrator_a_reference(
    app: Flask, browser_for: Any
) -> None:
    made = case_on_record(app, listed=True)
    with app.test_request_context():
        who, last = account_of("larch"), account_of("fern")
        larch = db.session.get(Account, who)
        assert larch is not None
        appointment = held_in_panel(larch).appointment_id
    oak, alder = browser_for("oak"), browser_for("alder")
    page = oak.get(f"/admin/people/{who}")
    (link,) = [one for one in page.links() if one.endswith(f"{appointment}/sight")]
    words = oak.get(link).words()
    assert "begins to see 0 cases, ceases to see" in words
    assert made.reference not in words
    assert alder.get(link).status == 404
    oak.get(f"/admin/people/{last}/appointments")
    days = dict(zip(("from_on-day", "from_on-month", "from_on-year"), ("23", "11", "2026"), strict=True))
    days |= {key.replace("from", "to"): value for key, value in days.items()}
    page = oak.submit({"role": "coordinator", "panel": PANEL, **days, "see": "yes"}, form="role")
    assert page.status == 200
    assert "begins to see" in page.words()
    with acting(app, "oak") as actor:
        fern = db.session.get(Account, last)
        assert fern is not None
        assert not [one for one in fern.appointments if one.role == Role.COORDINATOR], "nothing was given"
        asked = service.appoint(
            actor=actor, account=fern, panel=PANEL, role=Role.COORDINATOR, from_on=today(), to_on=today()
        )
        asked_id = asked.id
    sight = f"/admin/roles/{asked_id}/sight"
    assert sight in alder.get("/admin/roles").links()
    assert made.reference in alder.get(sight).words()
    words = browser_for("sedge").get(sight).words()
    assert "begins to see" in words
    assert made.reference not in words
    assert browser_for("cora").get(sight).status == 404, "she settles no roles"
    with app.app_context():
        stored = db.session.get(Appointment, asked_id)
        assert stored is not None
        assert stored.is_pending()


@pytest.mark.long
def test_a_role_would_be_confirmed_without_having_seen_what_it_opens(app: Flask, browser_for: Any) -> None:
    """Without JavaScript: the page that was shown carries the mark of what it showed, and to whom."""
    with acting(app, "oak") as actor:
        fern = db.session.get(Account, account_of("fern"))
        assert fern is not None
        day, coordinator = today(), Role.COORDINATOR
        term = {"account": fern, "panel": PANEL, "role": coordinator, "from_on": day, "to_on": day}
        asked_id = service.appoint(actor=actor, **term).id
    sight, path = f"/admin/roles/{asked_id}/sight", f"/admin/roles/{asked_id}/confirmation"
    alder, sedge = browser_for("alder"), browser_for("sedge")
    for one, key in ((alder, "alder"), (sedge, "sedge")):
        one.get("/sign-in/again")
        one.submit({"password": f"demo-only-{key}"}, form="password")
    hers, his = (dict(one.get(sight).fields("shown")) for one in (alder, sedge))

    def refused(**fields: str) -> bool:
        page = sedge.post(path, {"csrf_token": his["csrf_token"], **fields})
        with app.app_context():
            stored = db.session.get(Appointment, asked_id)
            assert stored is not None
            waits = stored.is_pending()
        return page.status == 422 and "Look first at which cases" in page.words() and waits

    assert refused(), "no look"
    assert refused(shown="ü"), "nonsense"
    assert refused(shown=hers["shown"]), "what somebody else was shown"
    case_on_record(app, listed=True)
    assert refused(shown=his["shown"]), "there is more to see than was shown"
    assert "begins to see" in sedge.page.words(), "it is shown with the refusal"
    assert "counts from its first day" in sedge.submit(form="shown").words()
    with app.app_context():
        stored = db.session.get(Appointment, asked_id)
        assert stored is not None
        assert stored.confirmed_by_id == account_of("sedge")
    assert "shown" not in {box.get("name") for box in alder.get("/admin/roles").tree.iter("input")}
