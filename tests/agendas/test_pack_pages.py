"""Building, following, publishing and reading the pack, as people do it on the pages."""

import time
from typing import Any

import pytest
from flask import Flask

from casework.cases.service import declare_conflict
from tests.agendas.papers import Built, follow, text_of
from tests.meetings.building import acting, prepare


@pytest.mark.long
def test_a_case_closed_to_the_publisher_waits_for_somebody_else_to_publish(built: Built, browser_for: Any) -> None:
    with built.acting("birch") as birch:
        excluded = acting("cora").account_id
        declare_conflict(actor=birch, case_id=built.case_ids[0], account_id=excluded, connection="neighbour")
    built.publish()
    words = text_of(built.copy("hazel"))
    assert built.references[0] not in words
    assert built.references[1] in words
    path = f"/meetings/{built.meeting_id}/pack"
    alder = browser_for("alder")
    page = alder.get(path)
    publication = next(form for form in page.forms() if (form.get("action") or "").endswith("/publication"))
    fields = [(field.get("name"), field.get("value")) for field in publication.iter("input")]
    alder.post(publication.get("action"), fields)
    assert built.references[0] in text_of(built.copy("hazel"))
    assert "Publish the rest" not in alder.get(path).words()


@pytest.mark.long
def test_a_pack_built_by_somebody_with_a_conflict_says_that_a_case_is_missing(built: Built, browser_for: Any) -> None:
    with built.acting("birch") as birch:
        excluded = acting("cora").account_id
        declare_conflict(actor=birch, case_id=built.case_ids[0], account_id=excluded, connection="neighbour")
    path = f"/meetings/{built.meeting_id}/pack"
    cora = browser_for("cora")
    cora.get(path)
    cora.submit()
    said = follow(cora, f"/meetings/{built.meeting_id}", number=2)
    assert built.references[0] not in str(said)
    page = cora.get(path)
    assert "Left out, because closed to the person who built it: 1" in page.words()
    assert built.references[0] not in page.text


@pytest.mark.long
def test_build_progress_publish_and_read(app: Flask, browser_for: Any) -> None:
    ready = prepare(app, 3)
    cora = browser_for("cora")
    page = cora.get(f"{ready.path}/pack")
    assert "No pack yet" in page.words()
    page = cora.submit()
    assert page.status == 200
    said = follow(cora, ready.path)
    assert said["done"]
    assert said["value"] == said["maximum"] == 3
    page = cora.get(f"{ready.path}/pack")
    assert "Pack 1 (PDF)" in page.words()
    rowan = browser_for("rowan")
    assert "No pack yet" in rowan.get(f"{ready.path}/pack").words()
    assert rowan.get(f"{ready.path}/pack/1/pack.pdf").status == 404
    publication = next(form for form in page.forms() if (form.get("action") or "").endswith("/publication"))
    fields = [(field.get("name"), field.get("value")) for field in publication.iter("input")]
    page = cora.post(publication.get("action"), fields)
    assert "Pack 1 is published" in page.words()
    answer = rowan.get(f"{ready.path}/pack/1/pack.pdf").response
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert ready.references[2] in text_of(answer.get_data())
    assert ready.references[0] in rowan.get(ready.path).text


def test_nobody_else_gets_the_pack(app: Flask, browser_for: Any) -> None:
    built = Built(app, 1)
    built.publish()
    for key in ("fern", "yew", "oak"):
        assert browser_for(key).get(f"/meetings/{built.meeting_id}/pack/1/pack.pdf").status == 404
    assert browser_for("rowan").get(f"/meetings/{built.meeting_id}/pack/9/pack.pdf").status == 404


def test_an_empty_agenda_makes_no_pack(app: Flask, browser_for: Any) -> None:
    ready = prepare(app, 0)
    cora = browser_for("cora")
    cora.get(f"{ready.path}/pack")
    page = cora.submit()
    assert page.status == 422
    assert "Put a case on the agenda first" in page.words()


@pytest.mark.long
def test_twenty_cases_are_ready_in_seconds(app: Flask, browser_for: Any) -> None:
    ready = prepare(app, 20)
    cora = browser_for("cora")
    cora.get(f"{ready.path}/pack")
    started = time.perf_counter()
    cora.submit()
    assert follow(cora, ready.path)["value"] == 20
    took = time.perf_counter() - started
    assert took < 10, f"{took:.1f} seconds"
