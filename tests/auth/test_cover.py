"""Cover for a colleague: no more than their role, with both people's exclusions, under both names, for a time.

One coordinator of the council (Cora) is covered by another of the council's people (Hal).
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log import periods, reading
from auth.access_log.models import AccessEntry
from auth.access_log.subjects import by_account
from auth.accounts import access, cover_rules, granting, leaving, service, sharing
from auth.accounts.cover_rules import Days
from auth.accounts.covering import words_on
from auth.current import actor_of
from auth.doors import NotAllowed
from auth.models import Account, Appointment, UserSession
from auth.policy import decide, may
from auth.policy_cover import NEVER_BY_COVER
from auth.policy_relationships import APART, EXCLUDED
from auth.recertification.access import sides_for
from auth.refusals import Refused
from auth.roles import Role
from auth.telling import holders
from casework.apart.models import KeptApart
from casework.cases.access import case_by_id, related_to, visible_cases
from casework.cases.conflicts import declare_conflict
from casework.cases.events import record_event
from casework.cases.models import Case
from casework.cases.shut_out import everybody_shut_out
from casework.cases.timeline import entries_of
from casework.cases.who import who_opens
from casework.notifications.models import OutgoingMessage
from demo.administration import load_administration
from extensions import db, now
from panels.meetings.invitations import appointed
from panels.minutes.access import _ended_lately
from tests.auth.clock import START, frozen
from tests.auth.covering import arrange, person, role_of
from tests.cases.made import acting, case_on_record
from tests.conftest import PANEL
from wording.dates import today

DAY = START.date()


def counts(who: str) -> bool:
    """Whether cover of this person counts, of which the two ways to ask must not disagree."""
    mine = sa.select(Appointment.id).where(
        Appointment.account_id == person(who).id, Appointment.covers_id.is_not(None), Appointment.counts_on(today())
    )
    by_query, by_actor = db.session.scalar(mine) is not None, bool(actor_of(person(who)).covered())
    assert by_query == by_actor
    return by_query


@pytest.mark.pure
def test_cover_would_last_longer_than_28_days_or_than_the_role() -> None:
    role, first = Days(date(2026, 1, 1), date(2026, 12, 31)), date(2026, 3, 2)
    fault = lambda to_on, *taken, from_on=first: cover_rules.fault_of_days(Days(from_on, to_on), role, taken)  # noqa: E731
    assert fault(first) is None
    assert fault(date(2026, 3, 29)) is None, "28 days, both included"
    assert fault(date(2026, 3, 30)) == ("to_on", "Cover lasts 28 days at most, the first and the last included")
    assert (fault(date(2026, 3, 1)) or "")[0] == "to_on"
    assert (fault(date(2027, 1, 1), from_on=date(2026, 12, 20)) or "")[0] == "to_on"
    assert (fault(date(2026, 1, 3), from_on=date(2025, 12, 31)) or "")[0] == "from_on"
    taken = Days(date(2026, 3, 10), date(2026, 3, 12))
    assert (fault(date(2026, 3, 10), taken) or "")[0] == "from_on"
    assert fault(date(2026, 3, 9), taken) is None
    for role_held in Role:
        refused = cover_rules.fault_of_role(role_held, is_cover=False, counts=True)
        assert bool(refused) == (role_held in cover_rules.NOT_COVERED), role_held
        assert cover_rules.fault_of_role(role_held, is_cover=True, counts=True)
        assert cover_rules.fault_of_role(role_held, is_cover=False, counts=False)


def test_cover_would_be_given_by_fewer_people_or_to_the_wrong_ones(app: Flask) -> None:
    with frozen():
        arrange(app, confirmed=False)
        with app.test_request_context():
            assert not counts("hal"), "a coordinator's role takes two, and so does cover for it"
            asked = next(one for one in person("hal").appointments if one.covers_id)
            for nobody in ("oak", "cora", "hal", "alder", "birch"):
                allowed = nobody == "birch"  # a chair of another agency may
                assert access.may_confirm(actor_of(person(nobody)), asked) == allowed, nobody
            granting.confirm(actor=actor_of(person("sedge")), appointment=asked)
            assert counts("hal")
            assert {"hal", "cora"} <= {one.partition("@")[0] for one in _told()}
            oak = actor_of(person("oak"))

            def refused(covered: Appointment, who: str, match: str, *, first: int = 0, last: int = 5) -> None:
                with pytest.raises(Refused, match=match):
                    granting.cover(
                        actor=oak, covered=covered, account=person(who),
                        from_on=today() + timedelta(days=first), to_on=today() + timedelta(days=last),
                    )  # fmt: skip

            refused(asked, "chan", "cannot be passed on")
            refused(role_of("alder"), "larch", "colleague who works for")
            refused(role_of("alder"), "alder", "colleague who works for")
            refused(role_of("alder"), "hal", "today or in the future", first=-1)
            refused(role_of("alder"), "hal", "28 days", last=28)
            refused(role_of("cora"), "chan", "already", first=3)
            refused(role_of("poplar"), "ivy", "not covered")
            # A member's role is one administrator's to give, and so is cover for it.
            larch = granting.cover(
                actor=oak, covered=role_of("larch"), account=person("birch"), from_on=today(), to_on=today()
            )
            assert not larch.is_pending()
            sharing.end_agreement(actor=oak, agency=person("dean").agency)
            assert not counts("hal"), "no agreement, no panel role, and no cover for one"


def _told() -> list[str]:
    names = sa.select(Account.email).join(OutgoingMessage, OutgoingMessage.account_id == Account.id)
    return list(db.session.scalars(names.where(OutgoingMessage.template == "account")))


def test_cover_would_open_what_either_of_the_two_is_kept_out_of(app: Flask) -> None:
    free, hers, apart, his = (case_on_record(app) for _ in range(4))
    arrange(app)
    with acting(app, "alder") as alder:
        declare_conflict(actor=alder, case_id=hers.id, account_id=person("cora").id, connection="family")
        declare_conflict(actor=alder, case_id=his.id, account_id=person("hal").id, connection="family")
        db.session.add(
            KeptApart(
                account_id=person("cora").id, object_id=apart.id, object_type="case", panel=PANEL, kind="relative",
                mark=b"12345678", found_at=now(),
            )
        )  # fmt: skip
    with app.test_request_context():
        hal, dean = actor_of(person("hal")), actor_of(person("dean"))
        assert case_by_id(hal, free.id).because.sentence == "you coordinate this panel, as cover for a colleague"
        for shut in (hers, apart, his):
            with pytest.raises(NotAllowed):
                case_by_id(hal, shut.id)
        assert APART in related_to(hal, db.session.get(Case, apart.id)), "not even that there is such a case"
        listed = {case.id for case in db.session.scalars(visible_cases(hal, PANEL))}
        assert listed & {free.id, hers.id, apart.id, his.id} == {free.id}
        for made in (hers, apart):
            assert person("hal").id in everybody_shut_out(made.id), "they leave the room as well"
        assert person("hal").id not in everybody_shut_out(free.id)
        referral_id = uuid4()  # no case yet: its panel stands with who is kept apart
        db.session.add(
            KeptApart(
                account_id=person("cora").id, object_id=referral_id, object_type="referral", panel=PANEL,
                kind="relative", mark=b"12345678", found_at=now(),
            )
        )  # fmt: skip
        db.session.flush()
        assert everybody_shut_out(referral_id) == {person("cora").id, person("hal").id}
        # A colleague who covers for nobody, and what is of another panel, are not touched.
        case = db.session.get_one(Case, hers.id)
        assert EXCLUDED not in related_to(dean, case)
        case.panel = "hate_incident"
        db.session.flush()
        assert EXCLUDED not in related_to(hal, case)
        db.session.rollback()


def test_cover_would_leave_one_name_in_the_record(app: Flask) -> None:
    made = case_on_record(app)
    arrange(app)
    with acting(app, "hal") as hal:
        case = case_by_id(hal, made.id, "case.people").case
        record_event(actor=hal, case=case, kind="person", title="Changed")
    with acting(app, "alder") as alder:
        case = case_by_id(alder, made.id).case
        by = {entry.title: entry.by for entry in entries_of(alder, case)}
        assert by["Changed"] == "Hal Osei, Council ASB, covering for Cora Lindqvist"
        assert not any("covering" in entry for title, entry in by.items() if title != "Changed")
        why = {one.account.name: one.why for one in who_opens(case, [])}
        assert why["Hal Osei"].startswith("Coordinator of the panel, as cover for Cora Lindqvist until ")
        assert why["Cora Lindqvist"] == "Coordinator of the panel"
    with app.test_request_context():
        entries = db.session.scalars(sa.select(AccessEntry).where(AccessEntry.actor_id == person("hal").id)).all()
        assert {one.for_account_id for one in entries if one.panel == PANEL} == {person("cora").id}
        week = periods.named(periods.WEEK, today())
        lines = reading.lines(None, week, show="", page=1)
        assert {line.acting_for for line in lines if line.who == "Hal Osei"} == {"Cora Lindqvist"}
        assert {line.acting_for for line in lines if line.who != "Hal Osei"} == {""}
        cora = by_account(person("cora").id)
        assert cora is not None
        done = reading.lines(cora, week, show="", page=1)
        assert "Hal Osei" not in {line.who for line in done}, "what he did is not what she did"
        others = reading.lines(replace(cora, by_others=True), week, show="", page=1)
        assert "Hal Osei" in {line.who for line in others}, "what was done for her stands on her page too"


def test_cover_would_carry_a_second_persons_word_or_outlast_itself(app: Flask) -> None:
    with frozen():
        arrange(app, "birch", "larch")
        with app.test_request_context():
            larch = actor_of(person("larch"))
            assert Role.VICE_CHAIR in larch.roles(PANEL)
            assert may(larch, "case.close", PANEL)
            both = frozenset({"second", "second_elsewhere", "other_agency"})
            birch = actor_of(person("birch"))
            for permission in NEVER_BY_COVER - {"conflict.agree"}:
                assert may(birch, permission, PANEL, both), permission
                assert not may(larch, permission, PANEL, both), permission
            # A member's own word on a case on the agenda is theirs still.
            assert decide(larch, "conflict.agree", PANEL, frozenset({"listed"})).rule == "member-listed-case"
            assert not may(larch, "conflict.agree", PANEL)
            assert larch.account_id not in holders(PANEL, Role.CHAIR, Role.VICE_CHAIR)
            role_of("rowan").certified_until = today()
            assert "chair" in sides_for(birch, role_of("rowan"))
            assert "chair" not in sides_for(larch, role_of("rowan"))
            cover_id = next(one.id for one in person("larch").appointments if one.covers_id)
            assert (person("larch"), "vice_chair") in [(a, r) for a, r in appointed(PANEL, today())]
            db.session.rollback()
    with frozen(timedelta(days=10)), app.test_request_context():
        assert counts("larch"), "its last day"
    with frozen(timedelta(days=11)), app.test_request_context():
        assert not counts("larch"), "and no job had to run"
        left = sa.select(Appointment.id).where(Appointment.id == cover_id, _ended_lately())
        assert db.session.scalar(left) is None, "no former member's right comes of it"


@pytest.mark.parametrize("by", ["role", "leaver", "leaver_cover", "last_day", "suspended", "uncertified", "moved"])
def test_cover_would_go_on_without_one_of_the_two(app: Flask, by: str) -> None:
    with frozen():
        arrange(app)
        with app.test_request_context():
            assert counts("hal")
            db.session.add(UserSession(account_id=person("hal").id, token_hash=by.encode().ljust(32)))
            db.session.commit()
        with acting(app, "oak") as oak:
            cora = person("cora")
            if by == "role":
                granting.end_appointment(actor=oak, account=cora, appointment=role_of("cora"))
            elif by.startswith("leaver"):
                leaving.end_account(actor=oak, account=person("hal") if by == "leaver_cover" else cora)
            elif by == "last_day":
                leaving.end_account(actor=oak, account=cora, last_on=today())
            elif by == "suspended":
                service.suspend(actor=oak, account=cora)
            elif by == "uncertified":
                role_of("cora").certified_until = today() - timedelta(days=1)
            else:
                service.move_to_agency(actor=oak, account=cora, agency=person("larch").agency)
    with frozen(timedelta(days=1)), app.test_request_context():
        assert not counts("hal")
        session = db.session.scalars(sa.select(UserSession).where(UserSession.account_id == person("hal").id)).one()
        if by in ("role", "leaver", "leaver_cover", "moved"):
            assert session.ended_at is not None
            (cover,) = [one for one in person("hal").appointments if one.covers_id]
            assert cover.ended_at is not None, "and it does not come back with the account"


def test_the_demonstration_would_show_no_cover(app: Flask, browser_for: Any) -> None:
    with app.app_context():
        load_administration(PANEL)
    assert "You cover for Ivy Trelawney: Panel member" in browser_for("poplar").get("/roles").words()
    assert "Poplar Hartwell covers for you: Panel member" in browser_for("ivy").get("/roles").words()
    with app.test_request_context():
        assert person("ivy").id not in {one.for_account_id for one in actor_of(person("poplar")).held}, "not yet"
        assert words_on(PANEL, ())(person("poplar").id, now() + timedelta(days=4)) == ""
        told = words_on(PANEL, [person("poplar").id])(person("poplar").id, now() + timedelta(days=4))
        assert told == ", covering for Ivy Trelawney"


@pytest.mark.long
def test_the_pages_would_not_lead_from_asking_for_cover_to_its_end(app: Flask, browser_for: Any) -> None:
    with app.test_request_context():
        cora, hal, role = person("cora").id, person("hal").id, role_of("cora").id
    with frozen():
        path = f"/admin/people/{cora}/appointments/{role}/cover"
        oak, sedge, hers, his = browser_for("oak"), browser_for("sedge"), browser_for("cora"), browser_for("hal")
        assert path in oak.get(f"/admin/people/{cora}").links()
        oak.get(path)
        typed = {"colleague": hal, **_day("from_on", DAY), **_day("to_on", DAY + timedelta(days=28))}
        page = oak.submit(typed)
        assert page.status == 422
        assert "28 days at most, the first" in page.words()
        assert dict(page.fields())["colleague"] == str(hal), "nothing that was chosen is lost"
        oak.submit({**typed, **_day("to_on", DAY + timedelta(days=27))})
        assert "Waits for a second person" in oak.page.words()
        sedge.get("/sign-in/again")
        sedge.submit({"password": "demo-only-sedge"}, form="password")
        assert "as cover for Cora Lindqvist" in sedge.get("/admin/roles").words()
        page = sedge.get(next(link for link in sedge.page.links() if link.endswith("/sight")))
        assert "as cover for Cora Lindqvist" in page.words()
        assert "counts from its first day" in sedge.submit(form="shown").words()
        assert "as cover for Cora Lindqvist" in oak.get(f"/admin/people/{hal}").words()
        his = browser_for("hal")
        assert "You cover for Cora Lindqvist: Coordinator" in his.get("/roles").words()
        assert "/triage" in his.get("/home").links()
        assert "Hal Osei covers for you: Coordinator" in hers.get("/roles").words()
        end = next(one for one in hers.page.forms() if "/roles/cover/" in (one.get("action") or ""))
        his.get("/roles")
        fields = [(box.get("name"), box.get("value", "")) for box in end.iter("input")]
        wrong = [("csrf_token", his.page.tree.find(".//input[@name='csrf_token']").get("value"))]
        assert his.post(end.get("action"), wrong).status == 404, "the person who covers cannot end it as the other"
        assert "does not cover for you any more" in hers.post(end.get("action"), fields).words()
        assert his.get("/roles", follow=False).status == 302, "signed out, to begin anew with less"
        with app.test_request_context():
            assert not counts("hal")


def _day(name: str, day: date) -> dict[str, int]:
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
