import socket
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
import sqlalchemy as sa
import time_machine
from aiosmtpd.controller import Controller

from auth.models import Account, Appointment
from casework.notifications.commands import bind
from casework.notifications.delivery import MOST_TRIES, send_waiting, wait_after
from casework.notifications.models import OutgoingMessage
from casework.notifications.service import tell, tell_agency, tell_role
from casework.notifications.templates import UnknownMessage
from extensions import db, unit_of_work
from tests.cases.made import acting, actor_named, case_on_record
from tests.conftest import PANEL


class Postbox:
    """Keeps what the mail server was given; ``busy`` refuses it for now."""

    def __init__(self) -> None:
        self.envelopes = []
        self.busy = False

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the server's name for it
        if self.busy:
            return "451 Try again later, Mr Thistledown"
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def postbox(app, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    state = app.extensions["mailman"]
    for name, value in {
        "server": "127.0.0.1",
        "port": port,
        "backend": "smtp",
        "use_tls": False,
        "use_ssl": False,
    }.items():
        monkeypatch.setattr(state, name, value, raising=False)
    yield box
    controller.stop()


def put(app, *names, template="action_late", path="/actions"):
    with app.app_context(), unit_of_work():
        for name in names:
            tell(account_id=actor_named(name).account_id, template=template, path=path)


def rows(app):
    with app.app_context():
        return list(db.session.scalars(sa.select(OutgoingMessage).order_by(OutgoingMessage.created_at)))


def test_a_mail_goes_to_two_people_at_once_or_names_anything(app, postbox):
    made = case_on_record(app)
    put(app, "rowan", "larch", path=f"/cases/{made.reference}")
    with app.app_context():
        done = send_waiting()
    assert (done.sent, done.failed) == (2, 0)
    assert sorted(envelope.rcpt_tos for envelope in postbox.envelopes) == [["larch@example.org"], ["rowan@example.org"]]
    for envelope in postbox.envelopes:
        mail = message_from_bytes(envelope.content)
        assert mail.get_content_type() == "text/plain"
        whole = f"{make_header(decode_header(mail['Subject']))} {mail.get_payload(decode=True).decode()}"
        assert "/home" in whole
        for secret in (made.reference, "Thistledown", "Rowan", "Larch", "MARAC", "Lanternfish", "Canary"):
            assert secret not in whole
    assert all(row.sent_at and not row.last_fault for row in rows(app))


def test_a_message_is_sent_twice(app, postbox):
    put(app, "rowan")
    put(app, "rowan")
    with app.app_context():
        send_waiting()
        send_waiting()
    assert len(postbox.envelopes) == 1


def test_a_failure_loses_the_message_hammers_the_server_or_repeats_its_words(app, postbox):
    put(app, "rowan")
    postbox.busy = True
    moment = datetime.now(UTC)
    with app.app_context():
        assert send_waiting().failed == 1
        assert send_waiting().failed == 0
        postbox.busy = False
        with time_machine.travel(moment + wait_after(1) + timedelta(seconds=5), tick=False):
            assert send_waiting().sent == 1
    assert len(postbox.envelopes) == 1


def test_a_message_that_never_goes_is_tried_for_ever(app, postbox, caplog):
    put(app, "rowan")
    postbox.busy = True
    moment = datetime.now(UTC)
    with app.app_context():
        for day in range(MOST_TRIES + 2):
            with time_machine.travel(moment + timedelta(days=day), tick=False):
                send_waiting()
    (row,) = rows(app)
    assert (row.tries, row.parked_at is not None, row.sent_at) == (MOST_TRIES, True, None)
    assert "Thistledown" not in row.last_fault
    assert "Thistledown" not in caplog.text
    assert "rowan" not in caplog.text


def test_one_failure_keeps_the_others_from_being_sent(app, postbox, monkeypatch):
    put(app, "rowan", "larch", "maple")
    from casework.notifications import delivery

    real = delivery._send

    def once_broken(letter):
        return "SMTPException" if letter.to.startswith("larch") else real(letter)

    monkeypatch.setattr(delivery, "_send", once_broken)
    with app.app_context():
        done = send_waiting()
    assert (done.sent, done.failed) == (2, 1)


def test_a_suspended_account_gets_mail(app, postbox):
    put(app, "rowan")
    with app.app_context(), unit_of_work():
        db.session.get_one(Account, actor_named("rowan").account_id).suspended_at = datetime.now(UTC)
    with app.app_context():
        send_waiting()
    assert postbox.envelopes == []
    assert rows(app)[0].parked_at is not None


def test_words_that_are_not_on_the_list_get_into_the_outbox(app):
    with acting(app, "cora") as cora, pytest.raises(UnknownMessage):
        tell(account_id=cora.account_id, template="Mr Thistledown is in danger")


def test_an_agency_is_told_through_people_of_no_or_an_ended_appointment(app):
    with acting(app, "cora"):
        police = actor_named("larch").agency_id
        assert tell_agency(agency_id=police, panel=PANEL, template="enquiry") == 2
        assert tell_role(panel=PANEL, roles=("chair", "vice_chair"), template="chair_confirms") == 2
        for appointment in db.session.scalars(sa.select(Appointment).where(Appointment.panel == PANEL)):
            if appointment.account_id == actor_named("birch").account_id:
                appointment.ended_at = datetime.now(UTC)
        db.session.flush()
        assert tell_role(panel=PANEL, roles=("chair", "vice_chair"), template="chair_confirms") == 1
        assert tell_agency(agency_id=police, panel=PANEL, template="enquiry") == 1
        school = actor_named("fern").agency_id
        assert tell_agency(agency_id=school, panel="no such panel", template="enquiry") == 1


def test_the_jobs_command_does_nothing_or_stops_at_the_first_fault(app, postbox):
    from flask import Flask

    put(app, "rowan")
    result = app.test_cli_runner().invoke(args=["jobs", "run"])
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert {"Reviews: 0 fell due.", "Late actions: 0 owners reminded, 0 escalated."} < set(lines)
    assert lines[-3] == "Mail: 1 sent, 0 failed, 0 parked."
    assert lines[-2].startswith("Access log: checked"), "after the mail: it may take minutes"
    assert lines[-1] == "Flags of earlier months: 0 undecided."
    done = []

    def breaks():
        raise RuntimeError("Mr Thistledown")

    def works():
        done.append(1)
        return "Worked."

    small = Flask("small")
    bind(small, (breaks, works))
    result = small.test_cli_runner().invoke(args=["jobs", "run"])
    assert result.exit_code == 1
    assert done == [1]
    assert "breaks" in result.output
    assert "Thistledown" not in result.output
