"""Emergency access as it is used: who gets in, how far, how long, who hears of it, and what stands in the log."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from auth.access_log.words import EVENTS
from auth.encryption.sealed import Locked
from auth.models import Appointment
from auth.policy_table import RULES
from auth.roles import Role
from casework.cases.access import case_by_id
from casework.cases.grants import end as end_grant
from casework.cases.grants import grants_of
from casework.cases.who import who_opens
from casework.emergency import service
from casework.emergency.jobs import note_what_is_over
from casework.emergency.models import EmergencyAccess
from casework.emergency.service import NO_SUCH
from casework.errors import Refused
from casework.notifications.templates import body, message
from extensions import db
from tests.cases.made import acting, case_on_record
from tests.conftest import PANEL
from tests.emergency.conftest import HOUR, REASON, Desk

NOW, SECOND = timedelta(0), timedelta(seconds=1)
OF_CASES = "case address document letter pack action decision minutes conflict grant identity enquiry meeting".split()
SHUT = {one for rule in RULES for one in rule.permissions if one.split(".")[0] in OF_CASES} - {"case.read"}


@pytest.mark.long
def test_the_hour_would_open_more_or_longer_than_it_says(desk: Desk) -> None:
    assert not desk.opens("poplar", NOW)
    desk.begin()
    assert desk.opens("poplar", SECOND)
    assert {one for one in SHUT if desk.opens("poplar", SECOND, one)} == set()
    assert desk.opens("poplar", HOUR - SECOND)
    assert not desk.opens("poplar", HOUR), "at sixty minutes it is shut"


def test_a_refusal_would_tell_what_there_is(desk: Desk, secretive: Any) -> None:
    excluded, about_colleague, not_on_duty = desk.made.reference, *(case_on_record(desk.app).reference for _ in "ab")
    desk.exclude("poplar", excluded)
    desk.change(about_colleague, barred_agency_kind="children_social_care")
    desk.change(not_on_duty, panel="channel")
    asked = (excluded, about_colleague, not_on_duty, "QQ-A-9999", "nothing like it")
    for reference in asked:
        assert desk.refused("poplar", reference) == (NO_SUCH, "reference"), reference
    without = case_on_record(desk.app)
    secretive(emergency=())
    assert desk.refused("poplar", without.reference) == (NO_SUCH, "reference")
    assert [row[:2] for row in desk.log()] == [("emergency.ask", "refused")] * 6
    assert desk.states() == []
    assert desk.mail() == []


@pytest.mark.parametrize("who", ["cora", "alder", "larch", "fern", "yew", "oak", "laurel"])
def test_somebody_without_the_role_would_be_let_in(desk: Desk, who: str) -> None:
    assert desk.refused(who, desk.made.reference) == ("not allowed", None)
    assert desk.log() == [("emergency.ask", "refused", "none")]


def test_a_conflict_declared_within_the_hour_would_leave_the_case_open(desk: Desk) -> None:
    desk.begin()
    desk.exclude("poplar", desk.made.reference)
    assert not desk.opens("poplar", SECOND)


def test_it_would_outlast_the_role_the_button_or_the_word_of_the_chair(desk: Desk) -> None:
    access_id = desk.begin()
    with desk.at("poplar", SECOND) as poplar:
        service.end(actor=poplar, access_id=access_id)
    assert not desk.opens("poplar", SECOND)
    desk.begin(after=2 * SECOND)
    with desk.at("alder", 3 * SECOND) as alder:
        case = case_by_id(alder, desk.made.id, "grant.give").case
        found = grants_of(case.id)
        assert [one.why for one in who_opens(case, found) if one.account.name == "Poplar Hartwell"] == [
            "Emergency access, which is reviewed afterwards"
        ]
        end_grant(actor=alder, case=case, grant=found[0])
    assert not desk.opens("poplar", 4 * SECOND)
    desk.begin(after=5 * SECOND)
    with acting(desk.app, "oak"):
        db.session.execute(
            sa.update(Appointment).where(Appointment.role == "duty_officer").values(to_on=date(2026, 11, 22))
        )
    assert not desk.opens("poplar", 6 * SECOND)


def test_whoever_opens_the_case_anyway_would_begin_an_emergency(desk: Desk) -> None:
    desk.add_role("cora", Role.DUTY_OFFICER)
    with desk.at("cora") as cora:
        case, access = service.begin(actor=cora, reference=desk.made.reference, kind="danger", reason=REASON)
        assert (case.id, access) == (desk.made.id, None)
    desk.begin()
    with desk.at("poplar", SECOND) as poplar:
        assert service.begin(actor=poplar, reference=desk.made.reference, kind="danger", reason=REASON)[1] is None
    assert desk.states() == [""]


def test_a_short_reason_or_one_of_no_class_would_do(desk: Desk) -> None:
    with desk.at("poplar") as poplar:
        for kind, reason in (("danger", "x" * 29), ("curious", REASON)):
            with pytest.raises(Refused):
                service.begin(actor=poplar, reference=desk.made.reference, kind=kind, reason=reason)
    assert desk.states() == []


def test_somebody_would_not_hear_of_it_or_hear_twice_or_too_much(desk: Desk) -> None:
    access_id = desk.begin()
    told = [("Alder Whitcombe", "emergency_used"), ("Birch Adeyemi", "emergency_used")]
    told += [("Ivy Trelawney", "emergency_in_team"), ("Laurel Winstanley", "emergency_used")]
    assert desk.mail() == sorted(told)
    for _, template in told:
        text = f"{message(template).subject} {body(template, 'https://panels.example.org', '/home')}"
        for word in (desk.made.reference, "Thistledown", "Poplar", "ASB", "call box"):
            assert word not in text
    with desk.at("poplar", SECOND) as poplar:
        service.end(actor=poplar, access_id=access_id)
    desk.begin(after=2 * SECOND)
    assert len(desk.mail()) == 2 * len(told), "a second one is told of as well"


def test_a_chair_with_a_conflict_would_hear_of_it(desk: Desk) -> None:
    desk.exclude("alder", desk.made.reference)
    desk.begin()
    assert "Alder Whitcombe" not in dict(desk.mail())
    assert dict(desk.mail())["Birch Adeyemi"] == "emergency_used"


def test_the_log_would_not_tell_it_from_beginning_to_end(desk: Desk) -> None:
    desk.refused("poplar", "QQ-A-9999")
    access_id = desk.begin()
    desk.opens("poplar", SECOND)
    assert [desk.job(note_what_is_over, 2 * HOUR) for _ in range(2)] == [
        "Emergency access: 1 ended.",
        "Emergency access: 0 ended.",
    ]
    desk.review("laurel", access_id, "justified", 3 * HOUR)
    assert desk.log() == [
        ("emergency.ask", "refused", "none"),
        ("emergency.ask", "allowed", "emergency-duty"),
        ("emergency.begin", "allowed", "emergency-own"),
        ("case.open", "allowed", "emergency"),
        ("emergency.end", "allowed", "emergency-own"),
        ("emergency.review", "allowed", "emergency-review"),
    ]
    assert {event for event, _, _ in desk.log()} <= EVENTS.keys()


def test_the_reason_would_be_read_without_its_door(desk: Desk) -> None:
    desk.begin()
    with desk.at("laurel", SECOND):
        access = db.session.scalars(sa.select(EmergencyAccess)).one()
        with pytest.raises(Locked):
            _ = access.reason
    with desk.at("cora", SECOND) as cora:
        opened = case_by_id(cora, desk.made.id).case
        assert opened.panel == PANEL
        with pytest.raises(Locked):
            _ = db.session.scalars(sa.select(EmergencyAccess)).one().reason
