"""The letters' pages, as a browser without JavaScript sees them."""

import io
import re
from typing import Any

import pdfua
import pikepdf
import pytest
from flask import Flask

from casework.letters.printing import print_data
from casework.notifications.models import OutgoingMessage
from extensions import db
from tests.cases.made import acting
from tests.letters.made import SAFE, WORDS, Stored, letter_on_record, safe_case
from tests.referrals.test_m1_journey import printed_words


def test_a_letter_is_drafted_changed_approved_and_sent_by_hand(app: Flask, browser_for: Any) -> None:
    with acting(app, "cora") as cora_actor:
        reference = safe_case(cora_actor).reference
    cora, alder = browser_for("cora"), browser_for("alder")
    page = cora.get(f"/cases/{reference}/letters")
    assert "No letters yet" in page.words()
    cora.get(f"/cases/{reference}/letters/new")
    words = cora.submit({"template": "outcome_victim"}).words()
    assert "What we are doing to help you" in words
    assert "Fill in what is missing: [Enter: what was decided]" in words
    assert "It has to be approved by the chair or the vice-chair" in words
    letter = next(
        href for href in cora.page.links() if re.fullmatch(rf"/cases/{reference}/letters/[0-9a-f-]{{36}}", href)
    )
    cora.get(f"{letter}/words")
    assert cora.submit({"body": WORDS}).path == letter
    assert "Somebody whom the panel names for this must approve it" in cora.page.words()
    alder.get(f"{letter}/approval")
    assert "We met and made a plan." in alder.page.words()
    assert alder.submit({}).path == letter
    cora.get(f"{letter}/sending")
    assert "Use a plain envelope" in cora.page.words()
    words = cora.submit({"way": "post"}).words()
    assert "Sent" in words
    assert "By post, in a plain envelope" in words
    with app.app_context():
        assert db.session.query(OutgoingMessage).count() == 0


def test_only_safe_ways_are_offered_and_another_is_refused(app: Flask, browser_for: Any) -> None:
    stored = letter_on_record(app, approve_it=True, letter="not_safe", hand="not_known")
    cora = browser_for("cora")
    page = cora.get(f"{stored.path}/sending")
    offered = {value for name, value in options(page, "way")}
    assert offered == {"in_person", "read_out"}
    page = cora.post(f"{stored.path}/sending", [*page.fields("way"), ("way", "post")])
    assert page.status == 422


def options(page: Any, name: str) -> set[tuple[str, str]]:
    return {(e.get("name"), e.get("value")) for e in page.tree.iter("input") if e.get("name") == name}


def test_a_letter_that_nobody_may_get_says_so_on_list_and_page(app: Flask, browser_for: Any) -> None:
    stored = letter_on_record(app, approve_it=True, no_contact="yes")
    cora = browser_for("cora")
    for path in (f"/cases/{stored.case}/letters", stored.path, f"{stored.path}/sending"):
        assert "Nothing is sent while that stands" in cora.get(path).words(), path
    assert options(cora.page, "way") == set()


def test_words_about_others_are_shown_beside_the_text_and_confirmed(app: Flask, browser_for: Any) -> None:
    stored = letter_on_record(app, body="You were in hospital in May.")
    alder = browser_for("alder")
    assert "check that it is the reader’s own" in alder.get(stored.path).words()
    alder.get(f"{stored.path}/approval")
    page = alder.submit({})
    assert page.status == 422
    assert "Confirm what the letter says about other people, or change it" in page.words()
    assert alder.submit({"confirmed": "yes"}).path == stored.path
    assert "Approved, not sent" in alder.page.words()


def test_two_people_changing_a_letter_lose_neither_text(app: Flask, browser_for: Any) -> None:
    stored = letter_on_record(app)
    cora, alder = browser_for("cora"), browser_for("alder")
    for browser in (cora, alder):
        browser.get(f"{stored.path}/words")
    cora.submit({"body": "The first words."})
    both = alder.submit({"body": "The other words."})
    assert both.status == 409
    assert "The first words." in both.words()
    assert "The other words." in both.words()
    assert "The other words." in alder.submit({}, button=("choice", "mine")).words()


def test_a_letter_is_withheld_on_its_page_with_a_reason(app: Flask, browser_for: Any) -> None:
    stored = letter_on_record(app)
    cora = browser_for("cora")
    cora.get(f"{stored.path}/withholding")
    assert cora.submit({}).status == 422
    words = cora.submit({"reason": "She asked us not to write"}).words()
    assert "Withheld" in words
    assert "She asked us not to write" in words


@pytest.mark.parametrize("size", ["", "?size=large"])
def test_the_pdf_is_tagged_and_its_name_and_title_say_nothing(app: Flask, browser_for: Any, size: str) -> None:
    table = "\n\n## Plan\n\n| Who | What | By when\n| Police | Walk the block | Monday\n\n- one\n- two"
    stored = letter_on_record(app, body=WORDS + table, approve_it=True)
    answer = browser_for("cora").http.get(f"{stored.path}/copy{size}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    report = pdfua.validate(io.BytesIO(answer.data))
    assert not report.findings, report.findings
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "A letter for you"
        words = printed_words(answer.data)
    assert "We met and made a plan." in words
    assert "Walk the block" in words
    for telling in ("MARAC", "OFFICIAL", stored.case, "9 Canary Wharfside"):
        assert telling not in words


def test_what_is_typed_into_a_letter_would_be_read_as_a_page_or_as_a_placeholder(app: Flask, browser_for: Any) -> None:
    """The words of letters are made without escaping, as plain text: whatever shows them escapes them."""
    typed = "We <b id=typed>met</b> & agreed {{ 7 * 7 }} {% if x %} #strong[loud] on <script>alert(1)</script> Monday."
    stored = letter_on_record(app, body=typed, approve_it=True)
    cora = browser_for("cora")
    for path in (stored.path, f"{stored.path}/print", f"{stored.path}/sending"):
        page = cora.get(path)
        assert not [script for script in page.tree.iter("script") if "alert(1)" in (script.text or "")], path
        assert page.tree.find(".//b[@id='typed']") is None, path
    assert typed in cora.get(f"{stored.path}/print").words()
    assert typed in printed_words(cora.http.get(f"{stored.path}/copy").data)


def test_large_print_is_larger_and_a_draft_says_so(app: Flask) -> None:
    stored = letter_on_record(app)
    with acting(app, "cora") as cora:
        letter = open_letter(cora, stored)
        plain, large = print_data(letter, large=False), print_data(letter, large=True)
    assert (plain["size"], large["size"]) == (14, 18)
    assert plain["draft"] == "Draft: not approved"


def open_letter(actor: Any, stored: Stored) -> Any:
    from casework.cases.access import case_for
    from casework.letters.access import letter_of_case

    return letter_of_case(actor, case_for(actor, stored.case, "letter.write"), stored.letter)


def test_the_page_for_paper_has_a_title_that_says_nothing(app: Flask, browser_for: Any) -> None:
    stored = letter_on_record(app)
    page = browser_for("cora").get(f"{stored.path}/print?size=large")
    assert page.title() == "A letter for you"
    assert "We met and made a plan." in page.words()


@pytest.mark.parametrize("key", ["larch", "rowan", "fern", "yew", "oak"])
def test_members_and_strangers_find_no_letters(app: Flask, browser_for: Any, key: str) -> None:
    from casework.cases.models import Case
    from extensions import now

    stored = letter_on_record(app)
    with acting(app, "cora"):
        case = db.session.query(Case).one()
        case.members_from = now()
    browser = browser_for(key)
    assert "/letters" not in " ".join(browser.get(f"/cases/{stored.case}").links())
    for path in (f"/cases/{stored.case}/letters", stored.path, f"{stored.path}/copy", f"/letters/{stored.letter}"):
        assert browser.http.get(path).status_code == 404, path


def test_what_a_speaker_may_be_told_is_noted_on_the_page(app: Flask, browser_for: Any) -> None:
    from casework.cases.service import add_party
    from tests.letters.made import somebody

    with acting(app, "cora") as actor:
        case = safe_case(actor)
        person = somebody(actor, "Eudora", "Finch", **SAFE)
        add_party(actor=actor, case=case, person=person, roles=["representative"])
        reference, person_id = case.reference, str(person.id)
    cora = browser_for("cora")
    assert "Nobody has asked yet" in cora.get(f"/cases/{reference}/letters").words()
    cora.get(f"/cases/{reference}/letters/agreement")
    assert cora.submit({"person": person_id, "scope": "updates"}).status == 422
    words = cora.submit({"person": person_id, "scope": "updates", "words": "By phone on Monday"}).words()
    assert "That something has happened, and what happens next" in words
    assert "By phone on Monday" in words


def test_home_says_which_letters_wait_for_whom(app: Flask, browser_for: Any) -> None:
    stored = letter_on_record(app)
    assert f"Approve a letter: {stored.case}" in browser_for("alder").get("/home").words()
    assert "a letter" not in browser_for("cora").get("/home").words(), "she wrote it and may not approve it"
    assert "a letter" not in browser_for("larch").get("/home").words()
    sent = letter_on_record(app, approve_it=True)
    assert f"Send a letter: {sent.case}" in browser_for("cora").get("/home").words()


def test_a_letter_drafted_by_time_is_one_button_away(app: Flask, browser_for: Any) -> None:
    """A move that a job makes needs a letter: the job holds no key, so somebody drafts it."""
    from casework.cases.history import record_move
    from extensions import now

    with acting(app, "cora") as actor:
        case = safe_case(actor)
        reference = case.reference
        record_move(case=case, verb="close", source="active", target="closed", at=now(), by=None)
    cora = browser_for("cora")
    assert f"Draft a letter: {reference}" in cora.get("/home").words()
    assert "Time has moved this case on: Closed" in cora.get(f"/cases/{reference}/letters").words()
    words = press(cora, reference)
    assert "We have closed our work" in words
    assert "Time has moved this case on" not in words
    assert "Draft a letter" not in cora.get("/home").words()


def press(browser: Any, reference: str) -> str:
    fields = next(
        [(e.get("name"), e.get("value")) for e in form.iter("input")]
        for form in browser.page.forms()
        if (form.get("action") or "").endswith("/letters/drafts")
    )
    return browser.post(f"/cases/{reference}/letters/drafts", fields).words()


@pytest.mark.long
def test_a_referrer_reads_on_the_referral_page_what_was_told_and_nothing_twice(app: Flask, browser_for: Any) -> None:
    from casework.referrals import triage
    from casework.referrals.access import referral_for
    from tests.referrals.stories import sent as send_referral

    with acting(app, "rowan") as rowan_actor:
        referral = send_referral(rowan_actor)
        path, referral_id = f"/refer/{referral.id}", referral.id
    rowan = browser_for("rowan")
    assert rowan.get(path).words().count("We have your referral QQ-RA-0001") == 1
    with acting(app, "cora") as cora:
        found = referral_for(cora, referral_id, "referral.triage").referral
        triage.ask_for_more(actor=cora, referral=found, reason="Not clear", question="When did you last visit him?")
    assert rowan.get(path).words().count("When did you last visit him?") == 1
    rowan.get(f"{path}/reply")
    words = rowan.submit({"reply": "On Monday"}).words()
    assert words.count("When did you last visit him?") == 1
    assert words.count("On Monday") == 1
    assert len([href for href in rowan.get("/letters").links() if href.startswith("/letters/")]) == 2
