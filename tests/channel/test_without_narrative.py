"""Where only the meetings are kept here, no page takes a sentence about anybody: every page that takes one elsewhere is
posted with a canary of its own, and the tables are swept afterwards."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.encryption import cells
from casework.actions.models import Action
from casework.case_forms.models import FormEntry
from casework.case_forms.service import decline
from casework.cases.access import case_for
from casework.cases.models import Case, CaseParty
from casework.cases.withholding import set_withheld
from casework.documents.models import Document
from casework.documents.service import remove_document
from casework.enquiries.models import Enquiry
from casework.enquiries.service import Answer, Known, answer
from casework.errors import Refused
from casework.letters import service as letters
from casework.letters.models import Letter
from casework.letters.rules import Scope, Way
from casework.panel_settings.narrative import actions_of, incidents_of, reasons_of, sources_of
from casework.panel_settings.service import choose_mode
from casework.people.models import Person
from casework.people.service import add_marker
from casework.record.service import close_by_hand, move_by_hand
from casework.referrals.following import record, reply
from casework.referrals.models import Referral
from casework.referrals.triage import ask_for_more, reject
from demo.channel_answers import adult, care_instead, decision, housing
from extensions import db
from panels.agendas.opening import report_at_the_table, start
from panels.agendas.service import remove_item
from panels.decisions.access import item_for
from panels.decisions.models import ItemRecord
from panels.decisions.service import record_of, save_record
from panels.decisions.typed import Typed
from panels.meetings.access import meeting_for
from tests.channel.browsing import on, proven
from tests.channel.conftest import PANEL, Told
from tests.client import Client, Page

LOGGED, DECIDED, FEB = date(2027, 1, 25), date(2027, 2, 1), date(2027, 2, 18)
TOLD = "The tutor says that he praises it, canary-{}."


@dataclass
class Standing:
    """What there is to write on."""

    adopted: str
    heard: str
    waiting: str
    meeting: UUID
    actions: tuple[UUID, ...]
    person: str


@pytest.fixture
def standing(story: Told) -> Standing:
    """A case with two actions, another at the table of a meeting that is open, and a referral in triage."""
    story.adopted()
    meeting = story.plan(date(2026, 12, 1), FEB)
    heard = story.take(story.log("chan", LOGGED, housing(date(2027, 1, 20), date(2027, 1, 22))), LOGGED)
    story.fill("chan", DECIDED, heard, "s36_decision", decision(DECIDED, "local_authority", "Head of Prevent"))
    story.fill("chan", DECIDED, heard, "other_care", care_instead(DECIDED))
    story.list_case(meeting, DECIDED, heard, ("Police",))
    story.name_members(DECIDED, heard, "elm", "ivy", "hazel")
    again = adult(date(2027, 2, 8), date(2027, 2, 10))
    again["tracker"][0]["tracker_reference"] = "PCMT-2027-00099"
    waiting = story.log("chan", date(2027, 2, 11), again)
    story.publish(meeting, date(2027, 2, 9))
    cases = {case.id: case.reference for case in story.read(sa.select(Case), FEB)}
    [adopted] = [reference for key, reference in cases.items() if key != heard]
    return Standing(
        adopted=adopted,
        heard=cases[heard],
        waiting=story.read(sa.select(Referral.reference).where(Referral.id == waiting), FEB)[0],
        meeting=meeting,
        actions=tuple(story.read(sa.select(Action.id).order_by(Action.due_on, Action.officer_name), FEB)),
        person=story.read(
            sa.select(Person.reference)
            .join(CaseParty, CaseParty.person_id == Person.id)
            .where(CaseParty.case_id != heard),
            FEB,
        )[0],
    )


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, bytes]:
    """What is sealed while the test runs, by the cell that it became."""
    found: dict[bytes, bytes] = {}
    real = cells.seal

    def seal(key: Any, plain: bytes, where: bytes) -> bytes:
        cell = real(key, plain, where)
        found[cell] = plain
        return cell

    monkeypatch.setattr(cells, "seal", seal)
    return found


def told_in(app: Flask, sealed: dict[bytes, bytes]) -> set[int]:
    """Which canaries stand in any column of any table, sealed or plain."""
    with app.app_context(), db.engine.connect() as connection:
        rows = [row for table in db.metadata.sorted_tables for row in connection.execute(sa.select(table))]
    words = [sealed.get(cell, cell) if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row]
    return {place for place in PLACES if any(f"canary-{place}.".encode() in one for one in words)}


def posts(at: Standing, ivy: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Who posts what where. ``*`` stands for the canary; each field of several lines has a row of its own."""
    case, table = f"/cases/{at.adopted}", f"/meetings/{at.meeting}"
    late = {"due_on-day": "1", "due_on-month": "9", "due_on-year": "2027"}
    new = {"agency_id": ivy, "officer_name": "Ivy Fenn", "as_it_is": "yes", **late}
    live = {"option": "not_adopt", "reason": "Support can meet it.", "closure_reason": "better_met", "telling": "Told"}
    action = {"a1_agency": ivy, "a1_officer": "Ivy Fenn", "a1_text": "Make a safeguarding referral"}
    day = {"happened_on-day": "1", "happened_on-month": "2", "happened_on-year": "2027"}
    again = {"review_on-day": "1", "review_on-month": "9", "review_on-year": "2027"}
    yield "chan", f"{case}/actions/new", {"text": "*", **new}
    yield "chan", f"{case}/actions/new", {"text": "Make a safeguarding referral", "why": "*", **new}
    yield "chan", f"{case}/actions/new", {"text": "Make a safeguarding referral", "measure": "*", **new}
    yield "chan", f"{case}/notes", {"text": "*", "nature": "fact", "handling": "panel"}
    marker = {"kind": "pairs", **day, **again}
    yield "chan", f"{case}/people/{at.person}/markers", {"incident": "*", "source": "Police", **marker}
    yield "chan", f"{case}/people/{at.person}/markers", {"incident": "Shouted", "source": "*", **marker}
    yield "chan", f"/actions/{at.actions[0]}", {"status": "in_progress", "text": "*"}
    yield "chan", f"/actions/{at.actions[0]}/more-time", {"text": "*", **late}
    yield "chan", f"/actions/{at.actions[1]}/hand-over", {"text": "*"}
    yield "dean", f"{table}/matters", {"text": "*"}
    yield "dean", f"{table}/notes/1", {"agency": ivy, "nature": "fact", "handling": "panel", "text": "*"}
    yield "dean", f"{table}/live/1", {**live, "reason": "*", "do": "save"}
    yield "dean", f"{table}/live/1", {**live, "telling": "*", "do": "save"}
    yield "dean", f"{table}/live/1", {**live, **action, "a1_text": "*", "do": "save"}
    yield "dean", f"{table}/live/1", {**live, **action, "a1_why": "*", "do": "save"}
    split = {"rule": "majority", "votes_for": "5", "votes_against": "2", "dissent_agency": ivy}
    yield "dean", f"{table}/live/1", {**live, **split, "dissent_words": "*", "do": "save"}
    yield "chan", f"/triage/{at.waiting}", {"option": "accept", "reason": "*"}


PLACES = range(17)


def post_all(
    story: Told, browser_for: Any, at: Standing, sealed: dict[bytes, bytes]
) -> tuple[list[tuple[str, int]], set[int]]:
    """Everything is posted; returns the addresses with the answers' statuses, and which canaries ever stood."""
    ivy, answers = str(story.agency_of("ivy", FEB)), []
    clients: dict[str, Client] = {}
    stood: set[int] = set()
    for number, (who, path, data) in enumerate(posts(at, ivy)):
        client = clients.setdefault(who, proven(browser_for, who))
        page = client.get(path)
        if page.status != 200 or page.path.endswith("/sign-in/again"):
            page = client.get("/home")
        hidden = hidden_in(page, data)
        typed = {name: TOLD.format(number) if value == "*" else value for name, value in data.items()}
        answer = client.post(path, {**hidden, "once": str(uuid4()), **typed})
        answers.append((path, answer.status))
        stood |= told_in(story.app, sealed)
    return answers, stood


def hidden_in(page: Page, data: dict[str, str]) -> dict[str, str]:
    """What a browser sends beside what is typed: the hidden fields of the form, or of any where the form is gone. Of
    people who may be known it says that they are not."""
    fits = [form for form in page.forms() if {one.get("name") for one in form.iter()} & {*data} - {"do"}]
    inputs = [one for form in fits[:1] or page.forms() for one in form.iter("input")]
    kept = ("csrf_token", "version", "shown", "rows")
    found = {one.get("name"): one.get("value") for one in inputs if one.get("name") in kept}
    return found | {one.get("name"): "new" for one in inputs if (one.get("name") or "").startswith("person_")}


def open_in(story: Told, at: Standing, mode: str) -> None:
    if mode != "full":
        with story.actor("oak", FEB, 8) as oak:
            choose_mode(actor=oak, panel=PANEL, mode=mode, from_on=FEB, why="Back to the tracker alone.")
    story.open(at.meeting, FEB)


@pytest.mark.parametrize("mode", ["full", pytest.param("logistics-only", marks=pytest.mark.long)])
def test_a_sentence_about_somebody_would_be_stored(
    story: Told, standing: Standing, sealed: dict[bytes, bytes], browser_for: Any, mode: str
) -> None:
    open_in(story, standing, mode)
    with on(FEB, 11):
        answers, stored = post_all(story, browser_for, standing, sealed)
    assert len(answers) == len(PLACES)
    assert stored == (set() if mode != "full" else {*PLACES}), answers


@pytest.mark.long
def test_a_verb_without_a_page_here_would_take_a_sentence(story: Told, standing: Standing) -> None:
    open_in(story, standing, "logistics-only")
    told = TOLD.format("x")
    with story.actor("dean", FEB, 12) as dean:
        opened = case_for(dean, standing.adopted, "case.close")
        case = opened.case
        meeting = meeting_for(dean, standing.meeting, "meeting.run").meeting
        kinds = (Action, Referral, Letter, Enquiry)
        action, referral, letter, enquiry = (kind(panel=PANEL, data_key_id=case.data_key_id) for kind in kinds)
        letter.state, letter.version, enquiry.version = "draft", 0, 0
        paper = Document(data_key_id=case.data_key_id)
        marker: dict[str, Any] = {
            "actor": dean,
            "person": case.parties[0].person,
            "kind": "pairs",
            "incident": incidents_of(PANEL)[0],
            "source": sources_of(PANEL)[0],
            "happened_on": date(2027, 2, 1),
            "review_on": date(2027, 9, 1),
        }
        closing: dict[str, Any] = {"actor": dean, "case": case, "reason": "addressed", "victim_told": "told"}
        verbs: tuple[Callable[[], object], ...] = (
            lambda: move_by_hand(actor=dean, case=case, verb="any", reason=told),
            lambda: close_by_hand(**closing, victim_told_words=told, text=""),
            lambda: close_by_hand(**closing, victim_told_words=reasons_of(PANEL)[0], text=told),
            lambda: set_withheld(actor=dean, case=case, withheld=True, reason=told),
            lambda: start(actor=dean, meeting=meeting, confidentiality_read=True, without_quorum_reason=told),
            lambda: remove_item(actor=dean, meeting=meeting, version=0, item_id=uuid4(), reason=told),
            lambda: report_at_the_table(actor=dean, action=action, outcome="done", text=told),
            lambda: reply(actor=dean, referral=referral, text=told),
            lambda: record(dean, referral, "withdraw", told),
            lambda: ask_for_more(actor=dean, referral=referral, reason=reasons_of(PANEL)[0], question=told),
            lambda: reject(actor=dean, referral=referral, reason=reasons_of(PANEL)[0], advice=told),
            lambda: add_marker(**marker | {"incident": told}),
            lambda: add_marker(**marker | {"source": told}),
            lambda: add_marker(**marker | {"incident": reasons_of(PANEL)[0]}),
            lambda: letters.edit(actor=dean, case=case, letter=letter, version=0, title="Support", body=told),
            lambda: letters.send(actor=dean, opened=opened, letter=letter, way=Way.POST, note=told),
            lambda: letters.withhold(actor=dean, case=case, letter=letter, reason=told),
            lambda: letters.agree(actor=dean, case=case, person_id=uuid4(), scope=Scope.UPDATES, words=told),
            lambda: decline(actor=dean, case=case, entry=FormEntry(data_key_id=case.data_key_id), reason=told),
            lambda: remove_document(actor=dean, case=case, document=paper, reason=told),
            lambda: answer(actor=dean, enquiry=enquiry, version=0, given=Answer(Known.KNOWN, {"facts": told})),
            lambda: answer(actor=dean, enquiry=enquiry, version=0, given=Answer(Known.CANNOT_SHARE, {"reason": told})),
        )
        for verb in verbs:
            with pytest.raises(Refused, match="Nothing is written about people here"):
                verb()
        assert add_marker(**marker).incident == incidents_of(PANEL)[0]


@pytest.mark.long
def test_what_is_picked_would_not_be_taken(story: Told, standing: Standing, browser_for: Any) -> None:
    open_in(story, standing, "logistics-only")
    ivy, stock = str(story.agency_of("ivy", FEB)), "Make a safeguarding referral"
    with on(FEB, 11):
        assert stock in actions_of(PANEL)
        reason = reasons_of(PANEL)[0]
        dean, chan = proven(browser_for, "dean"), proven(browser_for, "chan")
        page = dean.get(f"/meetings/{standing.meeting}/live/1")
        assert not [name for name, _ in boxes(page) if name in ("reason", "telling", "dissent_words", "a1_text")]
        row = {"a1_agency": ivy, "a1_text": stock, "a1_officer": "Ivy Fenn"}
        picked = {"option": "not_adopt", "prepared": "not_adopt:0", "closure_reason": "better_met", **row}
        page = dean.submit(picked, form="option", button=("do", "next"))
        assert page.status == 200, page.words()[:900]
        chan.get(f"/actions/{standing.actions[0]}")
        page = chan.submit({"status": "done", "text": reason})
        assert page.status == 200, page.words()[:900]
        chan.get(f"/triage/{standing.waiting}")
        page = chan.submit({"option": "reject", "reason": reason, "prepared": "duplicate"}, form="option")
        assert page.status == 200, page.words()[:900]
        chan.get(f"/cases/{standing.adopted}/actions/new")
        assert "This was not saved" not in chan.page.words()  # type: ignore[union-attr]
        page = chan.submit({"text": stock, "why": "His brother was arrested.", "agency_id": ivy})
        assert "This was not saved: His brother was arrested." in page.words()
        page = chan.get(f"/cases/{standing.adopted}/people/{standing.person}/markers")
        assert incidents_of(PANEL)[0] in page.words()
        assert reason not in page.words()
    [record] = [one for one in story.read(sa.select(ItemRecord), FEB) if one.saved_at.date() == FEB]
    assert record.option == "not_adopt"
    assert len(story.read(sa.select(Action), FEB)) == 3


@pytest.mark.long
def test_what_they_are_told_would_be_wiped_when_the_mode_changes(story: Told, standing: Standing) -> None:
    story.open(standing.meeting, FEB)
    told = Typed(option="not_adopt", reason="There is no susceptibility to terrorism.", closure_reason="better_met")
    story.decide(standing.meeting, FEB, 1, Typed(**{**vars_of(told), "telling": "His housing officer tells him"}))
    with story.actor("oak", FEB, 11) as oak:
        choose_mode(actor=oak, panel=PANEL, mode="logistics-only", from_on=FEB, why="Back to the tracker alone.")
    with story.actor("dean", FEB, 11) as dean:
        opened = item_for(dean, standing.meeting, 1)
        words: dict[str, Any] = {
            "actor": dean,
            "meeting": opened.meeting,
            "item": opened.item,
            "case": opened.case,
            "decided": True,
        }
        save_record(**words, version=1, typed=told)
        record = record_of(opened.item)
        assert record is not None
        assert record.telling == "His housing officer tells him"
        with pytest.raises(Refused, match="Nothing is written about people here"):
            save_record(**words, version=2, typed=Typed(**{**vars_of(told), "telling": "His aunt tells him"}))


def vars_of(typed: Typed) -> dict[str, Any]:
    return {name: getattr(typed, name) for name in typed.__dataclass_fields__}


def boxes(page: Any) -> list[tuple[str, str]]:
    """What can be typed into."""
    found = [*page.tree.iter("textarea"), *(one for one in page.tree.iter("input") if one.get("type") == "text")]
    return [(one.get("name", ""), one.get("value", "")) for one in found]
