"""The server's memory over the whole journey, a pack of twenty cases and everybody's copy of it included."""

import io
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from auth.encryption.keyring import EXTENSION
from benchmarks.dataset import make_cases
from casework.panel_type.registry import panel_types
from config import Settings
from demo.people import demo_people, load_agencies, load_people
from demo.scenes import past_scenes
from demo.story import load_story
from extensions import db, now, unit_of_work
from tests.client import Client
from tests.conftest import PANEL
from tests.minutes.test_minutes import approve, check_all
from tests.referrals.browsing import refer
from tests.referrals.stories import M1
from tests.whole.served import Server, served
from wall.binding import make_tables
from wording.dates import local
from wsgi import create_app

MOST_MEGABYTES = 360
"""The promise is 400 (docs/performance.md). What is met is held, so that the next thing that keeps memory is seen."""
CASES = 20
BUILD_SECONDS = 60
MEMBERS = ("cora", "alder", "birch", "larch", "rowan", "hazel", "elm", "ivy", "maple")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The demonstration with enough cases for a full meeting, stored, then served by a process of its own."""
    app = create_app(Settings(instance_dir=tmp_path, DATABASE_URL="", demo=True))
    with app.app_context():
        make_tables()
        panels = {panel.key for panel in panel_types.every()}
        with unit_of_work():
            app.extensions[EXTENSION].prepare(panels)
        with unit_of_work():
            load_people(load_agencies(), demo_people(PANEL, "hate", "channel", "trigger"), panels)
        load_story(PANEL)
        make_cases(CASES - 1)
        db.engine.dispose()
    with served(tmp_path) as running:
        yield running


@pytest.mark.long
def test_the_server_would_need_a_larger_machine_for_one_meeting(server: Server) -> None:
    rowan, cora = server.browser_for("rowan"), server.browser_for("cora")
    send_and_take(rowan, cora)
    meeting = plan(cora)
    fill_agenda(cora, meeting)
    pages = build_pack(cora, meeting)
    for key in MEMBERS:
        assert pages_of(server.browser_for(key), meeting) == pages, key
    hold_and_minute(server.browser_for("alder"), cora, meeting)
    for key, path in (("larch", "/home"), ("larch", "/actions"), ("cora", "/cases"), ("yew", "/audit")):
        assert server.browser_for(key).get(path).status == 200
    peak = server.peak_megabytes()
    print(f"peak resident memory {peak:.0f} MB")
    assert peak < MOST_MEGABYTES


def send_and_take(rowan: Client, cora: Client) -> None:
    """One referral through every page, accepted."""
    scene = past_scenes((local(now()).date() - timedelta(days=3)).isoformat())[0]
    made_at = (now() - timedelta(hours=1)).isoformat(timespec="minutes")
    page = refer(rowan, {**scene.answers, "referrer": [{**M1["referrer"][0], "made_at": made_at}]}, scene.risk)
    queue = cora.get("/triage")
    reference = next(word for word in page.words().split() if word.startswith("QQ-RA-")).strip(".,")
    assert reference in queue.text
    boxes = cora.get(f"/triage/{reference}").form("option").iter("input")
    new = {box.get("name"): "new" for box in boxes if box.get("value") == "new"}
    page = cora.submit({**new, "option": "accept", "reason": "More than one agency has to act."}, form="option")
    assert page.path.startswith("/cases/"), page.words()[:400]


def plan(cora: Client) -> str:
    soon = local(now() + timedelta(hours=1))
    cora.get("/meetings/new")
    when = {"starts_at-day": soon.day, "starts_at-month": soon.month, "starts_at-year": soon.year}
    place = {"starts_at-time": f"{soon:%H:%M}", "minutes_long": "300", "place": "Town Hall", "urgent": "no"}
    page = cora.submit({**when, **place, "anyway": "yes"} if "anyway" in cora.page.text else {**when, **place})
    assert page.path.startswith("/meetings/"), page.words()[:400]
    assert page.path != "/meetings/new", page.words()[:600]
    return page.path


def fill_agenda(cora: Client, meeting: str) -> None:
    page = cora.get(f"{meeting}/agenda")
    form = page.form("cases")
    ready = [box.get("value") for box in form.iter("input") if box.get("name") == "cases"]
    assert len(ready) >= CASES, len(ready)
    page = cora.submit({"cases": ready[:CASES], "chair_agreed": "yes"}, form="cases")
    assert f"Running order ({CASES})" in page.words(), page.words()[:600]


def build_pack(cora: Client, meeting: str) -> int:
    """Build, watch the progress as the page's script does, publish; returns the number of pages."""
    cora.get(f"{meeting}/pack")
    cora.submit()
    until, seen = time.monotonic() + BUILD_SECONDS, []
    while not (seen and seen[-1]["done"]):
        assert time.monotonic() < until, seen[-3:]
        reply: Any = cora.http.get(f"{meeting}/pack/1/progress", headers={"Accept": "application/json"})
        seen.append(json.loads(reply.data))
        assert not seen[-1]["failed"]
        time.sleep(0.05)
    assert seen[-1]["value"] == CASES
    page = cora.get(f"{meeting}/pack")
    form = next(form for form in page.forms() if (form.get("action") or "").endswith("/publication"))
    fields = {box.get("name"): box.get("value") for box in form.iter("input") if box.get("name")}
    assert cora.post(form.get("action"), fields).status == 200
    return int(seen[-1]["text"].split(": ")[1].split()[0])


def pages_of(reader: Client, meeting: str) -> int:
    reply = reader.http.get(f"{meeting}/pack/1/pack.pdf")
    assert reply.status_code == 200
    with pikepdf.open(io.BytesIO(reply.data)) as pdf:
        return len(pdf.pages)


def hold_and_minute(alder: Client, cora: Client, meeting: str) -> None:
    page = alder.get(f"{meeting}/open")
    marks = {box.get("name"): "present" for box in page.form("accepted").iter("input") if box.get("value") == "present"}
    page = alder.submit({"accepted": "yes", **marks}, form="accepted", button=("do", "start"))
    assert page.path == f"{meeting}/actions", page.words()[:800]
    for number in range(1, CASES + 1):
        alder.get(f"{meeting}/live/{number}")
        decided = {"option": "adopt", "reason": "No agency can end this alone.", "band": "high"}
        page = alder.submit(decided, form="reason", button=("do", "save"))
        assert page.status == 200, page.words()[:600]
    alder.get(f"{meeting}/close")
    page = alder.submit({"accepted": "yes"}, form="accepted")
    assert page.path == f"{meeting}/minutes", page.words()[:800]
    meeting_id: Any = meeting.rsplit("/", 1)[1]
    check_all(cora, meeting_id)
    check_all(cora, meeting_id)
    assert "Issued" in approve(alder, meeting_id).words()
