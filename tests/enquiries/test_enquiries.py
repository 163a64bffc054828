"""Asking agencies: identity and nothing else; answering for one's own agency and nobody else's."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from auth.access_log.models import AccessEntry
from auth.doors import NotAllowed
from auth.encryption.keyring import lock_all
from auth.encryption.sealed import Locked
from casework.cases.service import declare_conflict
from casework.enquiries.access import enquiries_of_cases, enquiry_for, my_enquiries
from casework.enquiries.models import Enquiry
from casework.enquiries.rules import Known, Restriction
from casework.enquiries.service import Answer, answer, ask, remind
from casework.errors import Refused, Stale
from casework.notifications.models import OutgoingMessage
from extensions import db
from tests.meetings.building import (
    CANARY,
    HIDDEN_LINE,
    MONDAY,
    acting,
    add_work,
    agency,
    make_case,
    make_meeting,
    prepare,
)

KNOWN = Answer(Known.KNOWN, {"facts": "Seen twice", "opinion": "Worried"}, Restriction.PANEL)


def asked(surname: str = "Thistledown", *, hidden: bool = False, short_name: str = "Lanternfish") -> Enquiry:
    cora = acting("cora")
    case, meeting = make_case(cora, surname, hidden=hidden), make_meeting(cora)
    add_work(cora, case)
    owner = agency(short_name)
    return ask(actor=cora, meeting_id=meeting.id, case=case, agency_id=owner.id, due_on=date(2026, 12, 4))


@pytest.mark.usefixtures("work")
class TestServices:
    def test_a_question_carries_identity_only(self) -> None:
        text = json.dumps(asked().identity)
        assert "Pemberwick Thistledown" in text
        assert "14 March 1948" in text
        assert "3 Quillon Court" in text
        for never in (CANARY, "victim", "high", "door camera", "Story"):
            assert never not in text

    def test_a_hidden_address_is_never_asked_with(self) -> None:
        enquiry = asked(hidden=True)
        assert "address" not in enquiry.identity[0]
        assert HIDDEN_LINE not in json.dumps(enquiry.identity)

    def test_the_same_question_is_asked_once(self) -> None:
        first = asked()
        again = ask(
            actor=acting("cora"),
            meeting_id=first.meeting_id,
            case=first.case,
            agency_id=first.agency_id,
            due_on=first.due_on,
        )
        assert again is first

    def test_the_agency_opens_the_question_and_not_the_case(self) -> None:
        enquiry = asked()
        lock_all()
        assert [row.id for row in my_enquiries(acting("rowan"))] == [enquiry.id]
        assert enquiry.identity
        with pytest.raises(Locked):
            assert enquiry.case.summary
        entry = db.session.scalars(sa.select(AccessEntry).order_by(AccessEntry.number.desc()).limit(1)).one()
        assert (entry.event, entry.object_type, entry.shown) == ("enquiry.list", "enquiry", 1)

    @pytest.mark.parametrize("key", ["hazel", "larch", "fern", "yew", "oak", "cora"])
    def test_another_agencys_question_does_not_exist(self, key: str) -> None:
        enquiry = asked()
        with pytest.raises(NotAllowed):
            enquiry_for(acting(key), enquiry.id)
        assert my_enquiries(acting(key)) == []

    def test_who_manages_accounts_or_reads_the_log_answers_for_nobody(self) -> None:
        for key, short_name in (("oak", "Digital"), ("yew", "Audit")):
            enquiry = asked(short_name=short_name)
            with pytest.raises(NotAllowed):
                enquiry_for(acting(key), enquiry.id)

    def test_a_conflict_of_interest_closes_the_question_too(self) -> None:
        enquiry, rowan = asked(), acting("rowan")
        declare_conflict(actor=rowan, case_id=enquiry.case_id, account_id=rowan.account_id, connection="neighbour")
        with pytest.raises(NotAllowed):
            enquiry_for(rowan, enquiry.id)
        assert my_enquiries(rowan) == []

    def test_the_second_of_two_colleagues_does_not_write_over_the_first(self) -> None:
        enquiry, rowan = asked(), acting("rowan")
        version = enquiry.version
        answer(actor=rowan, enquiry=enquiry, version=version, given=KNOWN)
        with pytest.raises(Stale) as stale:
            answer(actor=rowan, enquiry=enquiry, version=version, given=Answer(Known.NOT_KNOWN, {}))
        assert "Seen twice" in stale.value.theirs
        assert enquiry.known == "known"

    def test_cannot_share_needs_a_reason(self) -> None:
        enquiry, rowan = asked(), acting("rowan")
        with pytest.raises(Refused):
            answer(actor=rowan, enquiry=enquiry, version=1, given=Answer(Known.CANNOT_SHARE, {}))

    @pytest.mark.parametrize("restriction", [Restriction.CHAIR, Restriction.READ_OUT])
    def test_what_is_not_for_members_in_writing_stays_shut_for_them(self, restriction: Restriction) -> None:
        enquiry, rowan, cora = asked(), acting("rowan"), acting("cora")
        given = Answer(Known.KNOWN, {"facts": "For the chair"}, restriction)
        answer(actor=rowan, enquiry=enquiry, version=1, given=given)
        db.session.flush()
        enquiry.case.members_from = enquiry.asked_at
        assert len(enquiries_of_cases(cora, enquiry.meeting_id, [enquiry.case])[enquiry.case_id]) == 1
        lock_all()
        assert enquiries_of_cases(acting("hazel"), enquiry.meeting_id, [enquiry.case])[enquiry.case_id] == []
        with pytest.raises(Locked):
            assert enquiry.answer

    def test_members_read_answers_only_of_cases_on_an_agenda(self) -> None:
        enquiry, hazel = asked(), acting("hazel")
        answer(actor=acting("rowan"), enquiry=enquiry, version=1, given=KNOWN)
        db.session.flush()
        assert enquiries_of_cases(hazel, enquiry.meeting_id, [enquiry.case])[enquiry.case_id] == []
        enquiry.case.members_from = enquiry.asked_at
        assert enquiries_of_cases(hazel, enquiry.meeting_id, [enquiry.case])[enquiry.case_id] == [enquiry]

    def test_a_question_is_gone_some_weeks_after_it_was_due(self) -> None:
        enquiry, rowan = asked(), acting("rowan")
        with time_machine.travel(MONDAY + timedelta(days=11 + 28)):
            assert my_enquiries(rowan) == [enquiry]
        with time_machine.travel(MONDAY + timedelta(days=11 + 29)):
            assert my_enquiries(rowan) == []
            with pytest.raises(NotAllowed):
                enquiry_for(rowan, enquiry.id)

    def test_late_agencies_are_reminded_once_a_day(self) -> None:
        enquiry, cora = asked(), acting("cora")
        assert remind(actor=cora, panel=enquiry.panel, enquiries=[enquiry]) == 1
        assert remind(actor=cora, panel=enquiry.panel, enquiries=[enquiry]) == 0
        sent = list(db.session.scalars(sa.select(OutgoingMessage).where(OutgoingMessage.path == "/questions")))
        assert {message.account_id for message in sent} == {acting("rowan").account_id}


def send(browser_for: Any, ready: Any) -> None:
    cora = browser_for("cora")
    cora.get(f"{ready.path}/requests")
    page = cora.submit({}, form="agencies")
    assert "Questions sent" in page.words()


class TestPages:
    @pytest.mark.long
    def test_an_answer_can_be_put_right(self, app: Any, browser_for: Any) -> None:
        send(browser_for, prepare(app, 1))
        rowan = browser_for("rowan")
        rowan.get("/questions")
        path = next(link for link in rowan.page.links() if link.startswith("/questions/"))
        rowan.submit()
        rowan.get(path)
        page = rowan.submit({"facts": "Two complaints", "restriction": "panel", "sign_off": "yes"}, form="facts")
        assert "Known to this agency" in page.words()
        rowan.get(f"{path}/cannot-share")
        page = rowan.submit({"reason": "Health record", "sign_off": "yes"}, form="reason")
        assert "cannot share what it holds" in page.words()
        rowan.get(f"{path}/unknown")
        page = rowan.submit()
        assert "Not known to this agency" in page.words()

    @pytest.mark.long
    def test_every_core_agency_is_asked_about_every_case_and_the_page_says_who_replied(
        self, app: Any, browser_for: Any
    ) -> None:
        ready = prepare(app, 3)
        send(browser_for, ready)
        rowan = browser_for("rowan")
        page = rowan.get("/questions")
        assert "3 to answer" in page.words()
        assert CANARY not in page.text
        page = rowan.submit({}, form=None)
        assert "2 to answer, 1 answered" in page.words()
        page = browser_for("cora").get(f"{ready.path}/requests")
        assert "1 of 21 questions are answered" in page.words()  # seven agencies with a seat, three cases

    def test_unknown_is_one_press(self, app: Any, browser_for: Any) -> None:
        send(browser_for, prepare(app, 1))
        rowan = browser_for("rowan")
        rowan.get("/questions")
        page = rowan.submit()
        assert page.status == 200
        assert "Your agency’s answer is saved" in page.words()
        assert "Not known to this agency" in page.words()

    def test_the_answer_form_says_what_is_missing_and_keeps_what_was_typed(self, app: Any, browser_for: Any) -> None:
        send(browser_for, prepare(app, 1))
        rowan = browser_for("rowan")
        page = rowan.get("/questions")
        path = next(link for link in page.links() if link.startswith("/questions/"))
        rowan.get(path)
        page = rowan.submit({"opinion": "We are worried", "sign_off": None}, form="facts")
        assert page.status == 422
        assert "Enter the relevant facts" in page.words()
        assert "Confirm that you have checked this answer" in page.words()
        assert "We are worried" in page.text
        page = rowan.submit({"facts": "Two complaints", "restriction": "panel", "sign_off": "yes"}, form="facts")
        assert "Known to this agency" in page.words()

    def test_a_double_press_answers_once_and_a_late_colleague_sees_both_answers(
        self, app: Any, browser_for: Any
    ) -> None:
        send(browser_for, prepare(app, 1))
        rowan, other = browser_for("rowan"), browser_for("rowan")
        rowan.get("/questions")
        path = next(link for link in rowan.page.links() if link.startswith("/questions/"))
        other.get(path)
        action = rowan.page.form().get("action")
        fields = rowan.page.fields()
        assert rowan.post(action, fields).path == "/questions"
        assert rowan.post(action, fields).path == "/questions"
        page = other.submit({"facts": "Two complaints", "restriction": "panel", "sign_off": "yes"}, form="facts")
        assert page.status == 409
        assert "Two complaints" in page.words()
        assert "Not known to this agency" in page.words()

    def test_another_agencys_question_is_the_ordinary_not_found(self, app: Any, browser_for: Any) -> None:
        send(browser_for, prepare(app, 1))
        rowan = browser_for("rowan")
        path = next(link for link in rowan.get("/questions").links() if link.startswith("/questions/"))
        fern = browser_for("fern")
        theirs, unknown = fern.get(path), fern.get("/questions/00000000-0000-4000-8000-000000000000")
        assert (theirs.status, unknown.status) == (404, 404)
        assert theirs.words() == unknown.words()
