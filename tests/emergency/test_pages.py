"""The pages: asked for with a new proof, told plainly, seen on every page, refused alike."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.cases.made import case_on_record
from tests.client import Client, Page
from tests.emergency.conftest import HOUR, REASON, Desk
from tests.sight.conftest import Secretive
from tests.sight.letting_in import MONDAY
from tests.whole.twins import Counter, ask

ASK = "/cases/emergency"
NO_SUCH = "There is no case with this reference that you can open in an emergency"
SECOND = timedelta(seconds=1)


def prove(client: Client, who: str) -> Page:
    return client.submit({"password": f"demo-only-{who}"}, form="password")


def asking(browser_for: Any, who: str = "poplar") -> Client:
    """Somebody on the page on which emergency access is asked for."""
    client: Client = browser_for(who)
    assert client.get(ASK).path == "/sign-in/again"
    assert prove(client, who).path == ASK
    return client


def begin(client: Client, reference: str, **more: Any) -> Page:
    return client.submit({"reference": reference, "kind": "danger", "reason": REASON, **more}, form="reference")


@pytest.mark.long
def test_an_emergency_from_the_menu_to_the_review(desk: Desk, browser_for: Any) -> None:
    case = f"/cases/{desk.made.reference}"
    with time_machine.travel(MONDAY, tick=False) as clock:
        poplar = browser_for("poplar")
        assert ASK in poplar.get("/home").links()
        assert poplar.get(case).status == 404
        poplar = asking(browser_for)
        words = poplar.get(ASK).words()
        for told in ("for 60 minutes", "within 2 working days", "Laurel Winstanley", "your manager, Ivy Trelawney"):
            assert told in words, told
        short = begin(poplar, desk.made.reference, reason="Too short")
        assert short.status == 422
        assert "at least 30 characters" in short.words()
        page = begin(poplar, desk.made.reference.lower())
        assert (page.path, page.status) == (case, 200)
        assert "Emergency access has begun" in page.words()
        assert "You can see this because you began emergency access to this case" in page.words()
        for path in (case, f"{case}/timeline", f"{case}/people", f"{case}/people/{desk.made.person}", f"{case}/risk",
                     f"{case}/actions", f"{case}/history", "/home", "/actions", "/cases/QQ-A-9999"):  # fmt: skip
            words = poplar.get(path).words()
            assert f"Emergency access to {desk.made.reference} until 23 November 2026 at 10:00am" in words, path
            assert "End it now" in words, path
            inside = path.startswith(case)
            assert words.count("Shown to Poplar Hartwell, 23 November 2026 at 9:00am") == 2 * inside, path
            assert ("Printing is switched off here" in words) == inside, path
        for path in ("/notes", "/documents", "/documents/new", "/letters", "/access", "/closure", "/state", "/review",
                     "/assessments/new", "/actions/new", "/conflicts", "/names", "/reopening",
                     f"/people/{desk.made.person}/address", f"/people/{desk.made.person}/safe-contact"):  # fmt: skip
            assert poplar.get(case + path).status == 404, path
        for minutes in (15, 30, 45):
            clock.move_to(MONDAY + timedelta(minutes=minutes))  # or the session would end by itself
            assert poplar.get(case).status == 200
        clock.move_to(MONDAY + HOUR - SECOND)
        assert poplar.get(case).status == 200
        clock.move_to(MONDAY + HOUR)
        late = poplar.get(case)
        assert late.status == 404
        assert "Emergency access to" not in late.words()

        alder = browser_for("alder")
        assert "/emergency" in alder.get("/home").links()
        assert desk.made.reference in alder.get("/emergency").words()
        link = next(one for one in alder.page.links() if re.fullmatch(r"/emergency/[0-9a-f-]{36}", one))
        page = alder.get(link)
        assert REASON in page.words()
        assert "Opened a case" in page.words()
        assert "Thistledown" not in page.text
        assert alder.submit({"finding": "justified", "words": ""}).status == 422
        assert "Your review is recorded" in alder.submit({"finding": "more", "words": "Whom did you ring?"}).words()
        words = poplar.get(link).words()
        assert "Whom did you ring?" in words
        assert "Your answer is recorded" in poplar.submit({"words": "Her sister, on the safe number."}).words()
        laurel = browser_for("laurel")
        assert laurel.get("/").path == "/sign-in/again"
        assert desk.made.reference in prove(laurel, "laurel").words()
        assert "Her sister" in laurel.get(link).words()
        assert "Justified" in laurel.submit({"finding": "justified", "words": "A call that could not wait."}).words()
        assert "Justified" in poplar.get(link).words()


@pytest.mark.long
def test_it_would_go_on_when_it_is_ended(desk: Desk, browser_for: Any) -> None:
    with time_machine.travel(MONDAY, tick=False):
        poplar = asking(browser_for)
        begin(poplar, desk.made.reference)
        ending = next(form.get("action") for form in poplar.page.forms() if form.get("action").endswith("/ending"))
        for who in ("alder", "laurel", "cora"):
            other = browser_for(who)
            token = dict(other.get("/conflicts").fields()) if who != "laurel" else dict(other.get("/privacy").fields())
            assert other.http.post(ending, data=token).status_code in (400, 404), who
        assert poplar.get(f"/cases/{desk.made.reference}").status == 200
        element = next(form for form in poplar.page.forms() if form.get("action") == ending)
        fields = [(one.get("name"), one.get("value")) for one in element.iter("input")]
        page = poplar.post(ending, fields)
        assert "has ended" in page.words()
        assert "until 23 November" not in page.words()
        assert poplar.get(f"/cases/{desk.made.reference}").status == 404


def test_one_proof_would_serve_for_two(desk: Desk, browser_for: Any) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        poplar = asking(browser_for)
        begin(poplar, desk.made.reference)
        clock.move_to(MONDAY + SECOND)
        assert poplar.get(ASK).path == "/sign-in/again"
        clock.move_to(MONDAY + 2 * SECOND)
        assert prove(poplar, "poplar").path == ASK


def test_a_form_sent_after_the_proof_ran_out_would_be_lost_or_taken(desk: Desk, browser_for: Any) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        poplar = asking(browser_for)
        page = poplar.page
        clock.move_to(MONDAY + timedelta(minutes=15))
        poplar.get("/home")
        poplar.page = page
        clock.move_to(MONDAY + timedelta(minutes=31))
        assert begin(poplar, desk.made.reference).path == "/sign-in/again"
        assert desk.states() == []
        assert REASON in prove(poplar, "poplar").text


def test_who_may_not_ask_would_learn_of_the_page(desk: Desk, browser_for: Any) -> None:
    for who in ("cora", "alder", "larch", "fern", "yew", "oak", "laurel"):
        client = browser_for(who)
        assert client.get(ASK).status == 404, who
        assert ASK not in client.get("/accessibility").links(), who


def test_the_work_would_tell_one_refusal_from_another(
    app: Flask, desk: Desk, browser_for: Any, secretive: Secretive
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        excluded, barred, elsewhere = (case_on_record(app).reference for _ in range(3))
        desk.exclude("poplar", excluded)
        desk.change(barred, barred_agency_kind="children_social_care")
        desk.change(elsewhere, panel="channel")
        poplar = asking(browser_for)
        with Counter(app) as counter:
            answers = {}
            for reference in (excluded, barred, elsewhere, "QQ-A-9999"):
                fields = dict(poplar.get(ASK).fields("reference"))
                told = {**fields, "reference": reference, "kind": "danger", "reason": REASON}
                answers[reference] = ask(poplar, counter, ASK, told).without(reference)
        unknown = answers["QQ-A-9999"]
        assert unknown.status == 422
        assert NO_SUCH.encode() in unknown.body
        differences = {reference: answer.difference(unknown) for reference, answer in answers.items()}
        assert set(differences.values()) == {""}, differences
