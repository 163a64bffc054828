"""Keeping the entries of an inquiry beyond their time, and stopping an account's access while it is asked about."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.holds import held_among
from auth.access_log.models import AccessedObject, AccessEntry, LogHold
from auth.inquiry import in_place
from auth.inquiry.models import FlagDecision
from auth.ledger import checked, checkpoints, erasure, expiry, sealing
from auth.ledger.found import Found
from auth.ledger.models import AccessCheck, AccessLeaf
from auth.models import Account, Appointment
from auth.refusals import Refused
from casework.notifications.models import OutgoingMessage
from extensions import db, now, unit_of_work
from tests.auth.clock import START, frozen
from tests.inquiry.test_pages import BARE, RECORD, REFERENCE, account_id, people, write

__all__ = ["people", "write"]
WHY = "The newspaper asks who opened this, and a hearing will."


def changes_of(account: UUID) -> list[str]:
    """What the log says was done to an account."""
    about = sa.select(AccessEntry.event).join(AccessedObject, AccessedObject.entry_number == AccessEntry.number)
    about = about.where(AccessedObject.object_id == account, AccessEntry.event.like("account.%"))
    return list(db.session.scalars(about.order_by(AccessEntry.number)))


@pytest.mark.long
def test_what_is_asked_about_would_be_erased_or_the_access_go_on(app: Flask, write: Any, people: Any) -> None:
    write("larch", BARE, at=START - timedelta(days=3))
    write("cora", at=START - timedelta(days=3))
    yew, larch, me = people("yew"), people("larch"), account_id(app, "larch")
    cora, laurel = account_id(app, "cora"), account_id(app, "laurel")
    flag = f"/audit/flags/unexplained/{me}"
    with frozen():
        assert larch.get("/cases").status == 200
        yew.get(flag)
        assert "Enter at least 20 characters" in yew.submit({"reason": "short"}, form="reason").words()
        with app.app_context():
            assert "audit.hold" not in set(db.session.scalars(sa.select(AccessEntry.event))), "nothing was kept"
        page = yew.submit({"reason": WHY, "stop": ["stop"]}, form="reason")
        assert "The entries are kept" in page.words()
        assert "Their access is stopped until 7 December 2026" in page.words()
        assert larch.get("/cases").status == 404
        assert larch.get("/home").status == 200
        with app.app_context():
            assert changes_of(me) == ["account.stop"]
        assert "An auditor has stopped your access" in larch.get("/questions-to-you").words()
        assert people("cora").get("/cases").status == 200
        with app.app_context():
            sealing.seal_all()
        with app.app_context(), unit_of_work():
            theirs, other = (
                db.session.scalar(sa.select(AccessEntry.number).where(AccessEntry.actor_id == who).limit(1)) or 0
                for who in (me, cora)
            )
            for grounds in ("time", "person"):
                with pytest.raises(Refused, match="is kept"):
                    erasure.erase(number=theirs, part="who", grounds=grounds)
            erasure.erase(number=other, part="who", grounds="time")
            expiry.erase_slice(now() + timedelta(seconds=1), 0)
            salts = sa.select(AccessLeaf.who_salt, AccessLeaf.what_salt).where(AccessLeaf.entry_number == theirs)
            assert None not in db.session.execute(salts).one(), "the end of the time for keeping erased it"
        yew.get(flag)
        yew.submit({"decision": "explained", "words": "Training day."})
        assert larch.get("/cases").status == 200, "a decision that all is explained gives the access back"
        assert WHY in yew.get("/audit/holds").words()
        assert "They are kept no longer" in yew.submit({}).words()
        with app.app_context(), unit_of_work():
            erasure.erase(number=theirs, part="who", grounds="time")
        with app.app_context():
            assert "account.go_on" in changes_of(me)
            told = dict(db.session.execute(sa.select(OutgoingMessage.template, OutgoingMessage.account_id)).all())
            assert told["access_stopped"] == me
            assert told["access_stopped_of_other"] == laurel
            assert WHY.encode() not in bytes(db.session.scalars(sa.select(LogHold.reason_sealed)).one() or b"")


def test_an_order_of_a_court_could_not_be_kept_without_a_flag(
    app: Flask, write: Any, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {REFERENCE: ("case", RECORD), "QQ-M-0001": ("meeting", UUID(int=7))}
    monkeypatch.setitem(app.extensions, "casework-resolvers", [known.get])
    write("cora", at=START - timedelta(days=3))
    yew, order = people("yew"), "An order of the county court of 20 November."
    with frozen():
        yew.get("/audit/holds")
        for fields, words in (
            ({}, "Enter a case reference or a member of staff"),
            ({"what": "ZZ-9999", "reason": order}, "No case has this reference"),
            ({"what": REFERENCE, "reason": "short"}, "Enter at least 20 characters"),
            ({"what": "QQ-M-0001", "reason": order}, "Entries are kept by case, or by member of staff"),
        ):
            page = yew.submit(fields, form="what")
            assert (page.status, words in page.words()) == (422, True), words
        page = yew.submit({"what": REFERENCE.lower(), "reason": order}, form="what")
        assert f"Everything about {REFERENCE}" in page.words()
        assert order in page.words()
        assert (
            "Everything that Larch Novak did"
            in yew.submit({"what": "larch@example.org", "reason": order}, form="what").words()
        )
        assert yew.submit({"what": "yew@example.org", "reason": order}, form="what").status == 404, "about oneself"
        assert people("cora").get("/audit/holds").status == 404
    with app.app_context():
        theirs = AccessEntry.actor_id == account_id(app, "cora"), AccessEntry.event == "case.open"
        number = db.session.scalar(sa.select(AccessEntry.number).where(*theirs))
        assert held_among([number or 0]) == {number}
        kept = set(db.session.execute(sa.select(LogHold.kind, LogHold.object_id)).all())
    assert kept == {("case", RECORD), ("account", account_id(app, "larch"))}


@pytest.mark.long
def test_a_stop_would_last_for_ever_or_meet_who_must_not_be_stopped(app: Flask, write: Any, people: Any) -> None:
    for key in ("larch", "oak", "yew"):
        write(key, BARE, at=START - timedelta(days=3))
    for number, key in enumerate(("cora", "fern", "rowan", "elm", "oak", "alder", "birch", "larch")):
        write(key, at=START - timedelta(days=2, minutes=number))
    yew, larch, fern = people("yew"), people("larch"), account_id(app, "fern")
    with frozen():
        for about, words in (
            (f"unexplained/{account_id(app, 'oak')}", "They hold a duty in the partnership"),
            (f"crowd/{RECORD}", "Stop the access of one"),
        ):
            yew.get(f"/audit/flags/{about}")
            sent = dict(yew.page.fields("reason"))
            token = {name: sent[name] for name in ("csrf_token", "once")}
            page = yew.post(f"/audit/flags/{about}/hold", {**token, "reason": WHY, "stop": "stop"})
            assert (page.status, words in page.words(), WHY in page.words()) == (422, True, True), (
                "what was typed is lost"
            )
        yew.get(f"/audit/flags/crowd/{RECORD}")
        assert "Everything about this case is kept" in yew.submit({"reason": WHY}, form="reason").words()
        own = yew.post(f"/audit/flags/unexplained/{account_id(app, 'yew')}/hold", {**token, "reason": WHY})
        assert own.status == 404
        assert people("cora").get("/audit/holds").status == 404
        yew.get(f"/audit/flags/unexplained/{account_id(app, 'larch')}")
        yew.submit({"reason": WHY, "stop": ["stop"]}, form="reason")
        assert larch.get("/cases").status == 404
        with app.app_context():
            sealing.seal_all()
        with app.app_context(), unit_of_work():
            about = sa.select(sa.func.min(AccessEntry.number)).where(AccessEntry.actor_id == fern)
            with pytest.raises(Refused, match="is kept"):
                erasure.erase(number=db.session.scalar(about) or 0, part="what", grounds="time")
    with frozen(timedelta(days=14, minutes=1)), app.app_context():
        account = db.session.get_one(Account, account_id(app, "larch"))
        assert not account.is_frozen(now())
        assert account.is_frozen(now() - timedelta(minutes=2))
    with app.app_context(), unit_of_work():
        db.session.get_one(Account, account_id(app, "larch")).frozen_until = START - timedelta(minutes=1)
    with frozen():
        for path in ("/audit/holds", f"/audit/flags/unexplained/{account_id(app, 'larch')}"):
            assert "is stopped until" not in yew.get(path).words(), "a stop that is over is said to go on"
        assert "is stopped until" in yew.submit({"reason": WHY, "stop": ["stop"]}, form="reason").words()


def test_entries_behind_a_flag_of_an_earlier_month_would_be_kept_and_the_answer_be_that_there_is_none(
    app: Flask, write: Any, people: Any
) -> None:
    write("larch", BARE, at=START - timedelta(days=60))
    yew, month = people("yew"), f"{START - timedelta(days=60):%Y-%m}"
    with frozen():
        flag = f"/audit/flags/unexplained/{account_id(app, 'larch')}?span={month}"
        yew.get(flag)
        assert "Enter at least 20 characters" in yew.submit({"reason": "short"}, form="reason").words()
        page = yew.submit({"reason": WHY}, form="reason")
        assert (page.status, "The entries are kept" in page.words()) == (200, True)
        assert "entry that no rule allowed" in page.words(), "it is the flag that was looked at"


@pytest.mark.long
def test_a_breach_of_the_only_privacy_officer_would_reach_nobody(app: Flask, write: Any, people: Any) -> None:
    """Judged from security.md 4.5 and 2.2: nobody is told of their own, and it must reach somebody outside."""
    write("laurel", BARE, at=START - timedelta(days=3))
    yew, alder, me = people("yew"), people("alder"), account_id(app, "laurel")
    with frozen():
        assert alder.get("/audit/breaches").status == 404
        yew.get(f"/audit/flags/unexplained/{me}")
        assert "the chairs of other agencies" in yew.submit({"decision": "breach", "words": "They admit it."}).words()
        with app.app_context():
            wanted = sa.select(OutgoingMessage.account_id).where(OutgoingMessage.template == "breach")
            told = set(db.session.scalars(wanted))
            breach = db.session.scalars(sa.select(FlagDecision)).one().id
        assert account_id(app, "alder") in told
        assert me not in told
        assert "Read what an auditor found" in alder.get("/home").words()
        assert "They admit it." in alder.get(f"/audit/breaches/{breach}").words()
        assert str(breach) in alder.get("/audit/breaches").text
        for key in ("cora", "larch", "laurel", "oak"):
            assert people(key).get(f"/audit/breaches/{breach}").status == 404, key
        chair = account_id(app, "alder")
        with app.app_context(), unit_of_work():
            account = db.session.get_one(Account, chair)
            elsewhere, account.agency_id = account.agency_id, db.session.get_one(Account, me).agency_id
            db.session.flush()
            assert chair not in in_place.whom_to_tell(db.session.get_one(FlagDecision, breach))
        assert alder.get(f"/audit/breaches/{breach}").status == 404, "a colleague of whom it is about"
        assert "Read what an auditor found" not in alder.get("/home").words()
        with app.app_context(), unit_of_work():
            db.session.get_one(Account, chair).agency_id = elsewhere
        fern, oak = account_id(app, "fern"), account_id(app, "oak")
        with app.app_context(), unit_of_work():
            officer = db.session.scalars(sa.select(Appointment).where(Appointment.account_id == me)).one()
            second = Appointment(account_id=fern, panel=None, role="privacy_officer", granted_by_id=oak)
            second.from_on, second.to_on, second.confirmed_at = officer.from_on, officer.to_on, now()
            db.session.add(second)
        assert alder.get(f"/audit/breaches/{breach}").status == 404, "there is a second officer now"
        assert "They admit it." in people("fern").get(f"/audit/breaches/{breach}").words()


def test_the_auditors_start_would_not_say_how_the_chain_stands(app: Flask, write: Any, people: Any) -> None:
    write("cora", at=START - timedelta(days=1))
    yew = people("yew")
    with frozen():
        page = yew.get("/audit").words()
        assert "No checkpoint yet" in page
        assert "Never checked" in page
        with app.app_context():
            checkpoints.look_after()
        me = account_id(app, "yew")
        page = yew.get("/audit").words()
        assert "Last checkpoint: 23 November 2026" in page
        assert "no witness is set up" in page
        with app.app_context(), unit_of_work():
            checked.write_result(1204, None)
            db.session.add(AccessCheck(asked_by_id=me, state="failed", asked_at=now() + timedelta(seconds=1)))
        page = yew.get("/audit").words()
        assert "Checked 23 November 2026" in page
        assert "1,204 entries, whole" in page
        assert "Asked for since: The check was broken off" in page
        assert "Look at the log first" not in page
        with app.app_context(), unit_of_work():
            checked.write_result(1205, Found("altered", 7))
        page = yew.get("/audit").words()
        assert "Look at the log first" in page
        assert "The entry at position 7 is not what was sealed" in page
