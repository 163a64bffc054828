"""A panel that asks for vetting: no role there counts for somebody whose vetting is missing or has run out."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessedObject, AccessEntry
from auth.accounts import granting, service, vetting
from auth.accounts.models import Vetting
from auth.accounts.vetting_rules import LONGEST_YEARS, Vetted, fault_of, is_told
from auth.current import actor_of, standing_of
from auth.doors import NotAllowed
from auth.models import Appointment
from auth.panel_facts import wants_vetting
from auth.refusals import Refused
from auth.roles import PARTNERSHIP_ROLES, Role
from casework.notifications.models import OutgoingMessage
from demo.commands import DEMO_PANELS
from extensions import clock_at, db, now
from tests.auth.test_accounts import press
from tests.auth.test_two_people import person, told, working
from tests.conftest import PANEL
from wording.dates import today

VETTED_PANEL = DEMO_PANELS[2]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 28)


def good(days: int = 400) -> Vetted:
    return Vetted(today() - 30 * DAY, today() + days * DAY)


def ask(
    actor: Any, who: str, vetted: Vetted | None, role: Role = Role.MEMBER, panel: str = VETTED_PANEL
) -> Appointment:
    days = {"from_on": today(), "to_on": today() + 90 * DAY}
    return service.appoint(actor=actor("oak"), account=person(who), panel=panel, role=role, vetted=vetted, **days)


def counting(who: str) -> bool:
    """By a query, which finds a role in the panel only when it counts."""
    theirs = Appointment.account_id == person(who).id, Appointment.panel == VETTED_PANEL
    return db.session.scalar(sa.select(Appointment.id).where(*theirs, Appointment.counts_on(today()))) is not None


def written(event: str, who: str) -> list[tuple[Any, str]]:
    about = sa.select(AccessedObject.entry_number).where(AccessedObject.object_id == person(who).id)
    wanted = sa.select(AccessEntry.actor_id, AccessEntry.rule).where(AccessEntry.event == event)
    return [(by, rule) for by, rule in db.session.execute(wanted.where(AccessEntry.number.in_(about)))]


def test_the_panel_or_a_role_in_it_would_ask_for_no_vetting(app: Flask) -> None:
    roles = [role for role in Role if role not in PARTNERSHIP_ROLES]
    with app.app_context():
        assert {role for role in roles if wants_vetting(VETTED_PANEL, role)} == {*roles} - {Role.REFERRER}
        assert not any(wants_vetting(PANEL, role) or wants_vetting(None, role) for role in Role)


def test_a_role_would_count_after_the_vetting_has_run_out(actor: Any) -> None:
    """From the first request of the next day on, in the policy, the wall and every query, and in that panel alone."""
    account = person("elm")
    account.vetted_until = today()
    assert VETTED_PANEL in actor("elm").panels()
    assert counting("elm")
    with clock_at(now() + DAY):
        stands = actor("elm")
        assert VETTED_PANEL not in stands.panels()
        assert VETTED_PANEL not in standing_of(stands).panels
        assert PANEL in stands.panels()
        assert not counting("elm")
    account.vetted_until = None
    assert VETTED_PANEL not in actor("elm").panels()
    assert not counting("elm")
    fern = person("fern")
    assert fern.vetted_until is None
    assert actor("fern").roles(VETTED_PANEL) == {Role.REFERRER}
    assert counting("fern"), "whoever refers needs none"


def test_a_role_would_be_asked_for_without_vetting_or_with_days_that_cannot_be(actor: Any) -> None:
    for vetted, field in ((None, "vetted_on"), (Vetted(today() + DAY, today() + 9 * DAY), "vetted_on"),
                          (Vetted(today() - DAY, today()), "vetted_until")):  # fmt: skip
        with pytest.raises(Refused) as fault:
            ask(actor, "maple", vetted)
        assert fault.value.field == field
    with pytest.raises(Refused, match="asks for none"):
        ask(actor, "fern", good(), Role.MEMBER, PANEL)
    with pytest.raises(Refused, match="asks for none"):
        ask(actor, "maple", good(), Role.REFERRER)
    person("maple").vetted_until = today() + 9 * DAY
    with pytest.raises(Refused, match="no vetting"):
        ask(actor, "maple", None)  # the days of an upgrade are no vetting
    assert db.session.scalar(sa.select(Vetting.id).where(Vetting.account_id == person("maple").id)) is None


def test_one_person_would_give_a_role_and_say_that_somebody_is_vetted(actor: Any) -> None:
    asked = ask(actor, "maple", good())
    assert asked.is_pending(), "a member’s role too"
    assert person("maple").vetted_until is None
    for key in ("oak", "maple", "alder"):
        with pytest.raises(NotAllowed):
            granting.confirm(actor=actor(key), appointment=asked)
    granting.confirm(actor=actor("dean"), appointment=asked)  # the chair, of another agency
    assert person("maple").vetted_until == today() + 400 * DAY
    assert actor("maple").roles(VETTED_PANEL) == {Role.MEMBER}
    assert written("vetting.confirm", "maple") == [(person("dean").id, "second-chair")]


def test_a_role_would_be_confirmed_after_its_vetting_has_run_out(actor: Any) -> None:
    asked = ask(actor, "maple", good(days=3))
    with clock_at(now() + 4 * DAY), pytest.raises(Refused, match="must be in the future"):
        granting.confirm(actor=actor("sedge"), appointment=asked)
    assert asked.is_pending()
    again = ask(actor, "elm", None, Role.CASE_OFFICER)  # the vetting on record serves
    person("elm").vetted_until = today() - DAY
    with pytest.raises(Refused, match="No vetting that holds"):
        granting.confirm(actor=actor("sedge"), appointment=again)


@pytest.mark.parametrize("by", ["refusal", "end"])
def test_vetting_would_stay_and_wait_when_its_role_is_gone(actor: Any, by: str) -> None:
    asked = ask(actor, "maple", good())
    if by == "refusal":
        granting.refuse(actor=actor("sedge"), appointment=asked)
    else:
        granting.end_appointment(actor=actor("oak"), account=person("maple"), appointment=asked)
    assert vetting.of_role(asked) is None
    assert person("maple").vetted_until is None


def test_somebody_would_renew_their_own_vetting_or_one_person_anybodys(actor: Any) -> None:
    before = person("elm").vetted_until
    with pytest.raises(Refused, match="your own"):
        vetting.ask(actor=actor("elm"), account=person("elm"), vetted=good())
    row = vetting.ask(actor=actor("oak"), account=person("elm"), vetted=good())
    assert person("elm").vetted_until == before
    assert {"oak", "sedge"} <= told("role_to_confirm")
    for key in ("oak", "elm", "dean", "chan", "yew"):
        for verb in (vetting.confirm, vetting.refuse):
            with pytest.raises(NotAllowed):
                verb(actor=actor(key), row=row)
    with pytest.raises(Refused, match="waits for a second"):
        vetting.ask(actor=actor("sedge"), account=person("elm"), vetted=good())
    vetting.confirm(actor=actor("sedge"), row=row)
    assert (person("elm").vetted_on, person("elm").vetted_until) == (row.vetted_on, today() + 400 * DAY)
    assert "elm" in told("account")
    assert written("vetting.ask", "elm") == [(person("oak").id, "administrator")]
    assert written("vetting.confirm", "elm") == [(person("sedge").id, "second-administrator")]
    with pytest.raises(Refused, match="settled"):
        vetting.refuse(actor=actor("sedge"), row=row)


def test_a_renewal_would_count_that_was_refused_lapsed_or_whose_asker_is_gone(actor: Any) -> None:
    before = person("elm").vetted_until
    row = vetting.ask(actor=actor("oak"), account=person("elm"), vetted=good())
    vetting.refuse(actor=actor("sedge"), row=row)
    assert written("vetting.refuse", "elm") == [(person("sedge").id, "second-administrator")]
    late = vetting.ask(actor=actor("oak"), account=person("elm"), vetted=good())
    late.asked_at -= timedelta(days=14)
    with pytest.raises(Refused, match="14 days"):
        vetting.confirm(actor=actor("sedge"), row=late)
    gone = vetting.ask(actor=actor("oak"), account=person("elm"), vetted=good())
    person("oak").suspended_at = now()
    with pytest.raises(Refused, match="does not manage"):
        vetting.confirm(actor=actor("sedge"), row=gone)
    assert person("elm").vetted_until == before


def test_vetting_would_be_kept_of_somebody_for_whom_no_panel_asks(actor: Any) -> None:
    with pytest.raises(Refused, match="No role"):
        vetting.ask(actor=actor("oak"), account=person("fern"), vetted=good())


def test_whoever_moves_or_leaves_would_take_the_vetting_along(actor: Any) -> None:
    waits = vetting.ask(actor=actor("oak"), account=person("elm"), vetted=good())
    service.move_to_agency(actor=actor("oak"), account=person("elm"), agency=person("hazel").agency)
    db.session.refresh(waits)
    assert (person("elm").vetted_on, person("elm").vetted_until) == (None, None)
    assert waits.ended_at is not None


def test_cover_would_let_somebody_in_who_is_not_vetted(actor: Any) -> None:
    dean, cora = person("dean"), person("cora")
    hers = next(one for one in dean.appointments if one.panel == VETTED_PANEL)
    days = {"from_on": today(), "to_on": today() + 5 * DAY}
    with pytest.raises(Refused, match="no vetting on record"):
        granting.ask_for_cover(actor=actor("dean"), covered=hers, account=cora, **days)
    cora.vetted_on, cora.vetted_until = today(), today() + 5 * DAY
    given = granting.ask_for_cover(actor=actor("dean"), covered=hers, account=cora, **days)
    granting.confirm(actor=actor("sedge"), appointment=given)
    assert VETTED_PANEL in actor("cora").panels()
    dean.vetted_until = today() - DAY
    assert VETTED_PANEL not in actor("cora").panels(), "nor for longer than the colleague’s"
    assert not counting("cora")


def test_nobody_would_hear_that_vetting_ends(app: Flask, actor: Any) -> None:
    until = today() + 57 * DAY
    person("elm").vetted_until = until
    db.session.flush()
    assert [one.account.email for one in vetting.due()] == []
    steps = [until - before * DAY for before in (57, 56, 55, 28, 14, 7, 1, 0)] + [until + DAY, until + 9 * DAY]
    counts = []
    for day in steps:
        with clock_at(now() + (day - today())):
            counts.append(vetting.remind_of_vetting())
    db.session.expire_all()
    assert [said.split()[1] for said in counts] == ["0", "1", "0", "1", "1", "1", "1", "0", "1", "0"]
    assert {"elm", "oak", "sedge"} <= told("account") | told("accounts_to_look_at")
    assert "elm" not in told("accounts_to_look_at")
    lines = set(db.session.scalars(sa.select(OutgoingMessage.path).where(OutgoingMessage.template == "account")))
    assert "/roles" in lines


@pytest.mark.pure
def test_days_of_vetting_that_cannot_be_would_be_taken() -> None:
    on = date(2024, 2, 29)
    longest = date(2024 + LONGEST_YEARS, 2, 28)
    assert fault_of(Vetted(on, longest), TODAY) is None
    assert fault_of(Vetted(TODAY, TODAY + DAY), TODAY) is None
    for vetted, field in (
        (Vetted(on, longest + DAY), "vetted_until"),
        (Vetted(TODAY + DAY, TODAY + 9 * DAY), "vetted_on"),
        (Vetted(TODAY, TODAY), "vetted_until"),
        (Vetted(on, on), "vetted_until"),
    ):
        found = fault_of(vetted, TODAY)
        assert found is not None
        assert found[0] == field


@pytest.mark.pure
def test_a_message_would_be_missed_when_no_job_ran_on_its_day() -> None:
    assert not is_told(TODAY + 57 * DAY, TODAY, None)
    assert is_told(TODAY + 50 * DAY, TODAY, None)
    assert not is_told(TODAY + 50 * DAY, TODAY, TODAY - DAY)
    assert is_told(TODAY + 27 * DAY, TODAY, TODAY - 9 * DAY)


def test_the_pages_would_not_ask_for_it_show_it_or_lead_through_it(app: Flask, browser_for: Any) -> None:
    with working(app):
        maple, elm = person("maple").id, person("elm").id
    oak = browser_for("oak")
    page = oak.get(f"/admin/people/{maple}/appointments")
    assert "Only for" in page.words()
    term = {"role": "member", "panel": VETTED_PANEL} | _typed("from_on", today()) | _typed("to_on", today() + 9 * DAY)
    again = oak.submit(term)
    assert again.status == 422
    assert vetting.NEEDED in again.words()
    half = oak.submit(term | _typed("vetted_on", today()))
    assert vetting.BOTH in half.words()
    done = oak.submit(term | _typed("vetted_on", today() - DAY) | _typed("vetted_until", today() + 365 * DAY))
    assert "waits for a second person" in done.words()
    oak.get(f"/admin/people/{elm}/vetting")
    asked = oak.submit(_typed("vetted_on", today()) | _typed("vetted_until", today() + 365 * DAY))
    assert "A new vetting waits for a second person" in asked.words()
    sedge = browser_for("sedge")
    waiting = sedge.get("/admin/roles")
    assert "Elm Okafor" in waiting.words()
    with working(app):
        person("elm").vetted_until = today() + 20 * DAY
        role = db.session.scalars(
            sa.select(Appointment.id).where(Appointment.account_id == maple, Appointment.panel == VETTED_PANEL)
        ).one()
    assert "When you confirm the role you confirm this too" in sedge.get(f"/admin/roles/{role}/sight").words()
    assert "Elm Okafor: Vetted" in sedge.get("/admin").words()
    assert "holds until" in browser_for("elm").get("/roles").words()
    sedge.get("/admin/roles")
    assert press(sedge, "/confirmation").path == "/sign-in/again", "a session left open is no second person"
    assert sedge.submit({"password": "demo-only-sedge"}, form="password").path.startswith("/kept/")
    sedge.get("/admin/roles")
    assert "is on record" in press(sedge, "/confirmation").words()
    assert "Elm Okafor: Vetted" not in sedge.get("/admin").words()
    assert "Refused" not in sedge.get(f"/admin/people/{elm}").words()


def _typed(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_whoever_signs_in_would_be_another_after_the_vetting_ran_out(app: Flask, browser_for: Any) -> None:
    """The same session: it is asked anew with every request."""
    elm = browser_for("elm")
    with working(app):
        person("elm").vetted_until = today() - DAY
        name = app.extensions["casework-panels"][VETTED_PANEL]
        assert actor_of(person("elm")).panels() == (PANEL,)
    words = elm.get("/roles").words()
    assert "ran out after" in words
    assert "Tell your agency" in words
    assert name not in elm.get("/home").words()
