"""The housing officer's referral from the first page to an open case, without JavaScript."""

import io
from datetime import UTC, datetime
from typing import Any

import pdfua
import pikepdf
import time_machine

from casework.cases.models import Case
from casework.referrals.models import Referral
from casework.referrals.next_steps import EXTENSION
from extensions import db
from tests.referrals.browsing import answer_risk, begin, fill, refer
from tests.referrals.printing import printed_words
from tests.referrals.stories import ADDRESS, M1, M1_RISK, PERSON, sent, story

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@time_machine.travel(MONDAY, tick=False)
def test_m1_is_referred_through_every_page_and_the_receipt_says_what_happens_when(app: Any, browser_for: Any) -> None:
    app.extensions[EXTENSION] = lambda panel, after: datetime(2026, 12, 9, 10, tzinfo=UTC)
    try:
        page = refer(browser_for("rowan"), M1, M1_RISK)
    finally:
        app.extensions.pop(EXTENSION)
    words = page.words()
    assert "QQ-RA-0001" in words
    assert "By Thu 26 November 2026" in words
    assert "By Fri 4 December 2026: Agencies say" in words
    assert "Wed 9 December 2026: The panel meets" in words
    assert "Thistledown" not in page.text


@time_machine.travel(MONDAY, tick=False)
def test_half_a_referral_waits_on_another_browser_and_is_sent_from_there(browser_for: Any) -> None:
    first = browser_for("rowan")
    base = begin(first)
    done = ["referrer", "origin", "people", "household"]
    for section in done:
        fill(first, base, section, M1[section])
    first.get(f"{base}/pattern")
    first.submit({"first_on-day": "1", "first_on-month": "9"}, button=("later", "yes"))

    second = browser_for("rowan")
    page = second.get(base)
    assert "We keep it for 28 days" in page.words()
    assert page.words().count("Completed") == len(done)
    assert "Cannot start yet" in page.words()
    assert dict(second.get(f"{base}/people/0").fields("surname"))["surname"] == "Thistledown"
    for section in M1:
        if section not in done:
            fill(second, base, section, M1[section])
    answer_risk(second, base, M1_RISK)
    second.get(f"{base}/check")
    assert second.submit().path == f"{base}/sent"


@time_machine.travel(MONDAY, tick=False)
def test_the_copy_is_a_tagged_pdf_with_the_answers_and_a_neutral_name(browser_for: Any) -> None:
    rowan = browser_for("rowan")
    base = refer(rowan, M1, M1_RISK).path.removesuffix("/sent")
    answer = rowan.http.get(f"{base}/copy")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="QQ-RA-0001.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    report = pdfua.validate(io.BytesIO(answer.data))
    assert not report.findings, report.findings
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "Referral QQ-RA-0001"
    words = printed_words(answer.data)
    assert "I want my home back." in words
    assert "44 of 49" in words


@time_machine.travel(MONDAY, tick=False)
def test_the_coordinator_takes_it_and_a_case_with_its_people_and_score_is_open(app: Any, browser_for: Any) -> None:
    refer(browser_for("rowan"), M1, M1_RISK)
    cora = browser_for("cora")
    queue = cora.get("/triage").words()
    assert "Pemberwick Thistledown" in queue
    assert "3 working days left" in queue
    page = cora.get("/triage/QQ-RA-0001")
    words = page.words()
    assert "44 of 49" in words
    assert "3 Quillon Court" in words
    assert "An adult may need safeguarding" in words
    assert "No earlier record" in words
    page = cora.submit({"option": "accept", "reason": "High score and exploitation."}, form="option")
    assert page.path == "/cases/QQ-A-0001", page.words()[:500]
    with app.app_context():
        case = db.session.scalars(db.select(Case)).one()
        assert (case.state, case.band, case.children_involved) == ("accepted", "high", False)
        assert db.session.scalars(db.select(Referral)).one().case_id == case.id


def test_the_copy_prints_an_open_address_and_neither_a_hidden_one_nor_an_nhs_number(
    browser_for: Any, prepared: Any
) -> None:
    hidden = {**PERSON, "address": {**ADDRESS, "line1": "17 Canary Row", "hidden": True}, "nhs_number": "9434765919"}
    mine = prepared(lambda actor: sent(actor("rowan"), story(people=[PERSON, hidden])))
    words = printed_words(browser_for("rowan").http.get(f"/refer/{mine}/copy").data)
    assert "3 Quillon Court, London, E1 0ZZ" in words
    assert "Hidden. E1" in words
    assert "Canary" not in words
    assert "9434765919" not in words


def test_typed_markup_is_printed_as_it_was_typed(browser_for: Any, prepared: Any) -> None:
    text = '#read("/etc/passwd") *bold* $x$ <b>রহিমা</b>'
    mine = prepared(lambda actor: sent(actor("rowan"), story(outcome=[{"why_together": text}])))
    words = printed_words(browser_for("rowan").http.get(f"/refer/{mine}/copy").data)
    assert '#read("/etc/passwd") *bold* $x$ <b>' in words
    assert "root:" not in words
