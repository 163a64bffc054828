"""A small application that shows every component, with the template settings and the content policy of the service."""

import secrets
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, flash, g, jsonify, render_template, request
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined
from werkzeug.datastructures import MultiDict

from tests.components.forms import EveryKind, Plain
from wording import dates

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGES = ("records", "tables", "meeting", "progress", "task_list", "sent")
ERRORS = ("not_found", "unavailable", "conflict", "too_many", "too_large", "bad_request", "kept", "signed_out")
WRONG = {
    "name": "",
    "story": "long " * 60,
    "born_on-day": "31",
    "born_on-month": "February",
    "born_on-year": "1988",
    "seen_at-day": "3",
    "flats": "many",
    "mail": "not an address",
    "home-line1": "",
    "home-postcode": "?",
}
POINTS = [
    (date(2026, 8, 20), 18, "medium", "PC A. Example"),
    (date(2026, 9, 10), 24, "medium", "Panel"),
    (date(2026, 10, 8), 28, "medium", "Panel"),
    (date(2026, 11, 12), 34, "high", "Panel"),
]
CONTACT = {
    "channels": [
        {"name": "Phone call", "state": "safe", "value": "020 7946 0123", "note": "10am to 2pm on school days"},
        {"name": "Text message", "state": "not_safe"},
        {"name": "E-mail", "state": "not_known"},
        {"name": "Letter", "state": "not_safe", "note": "Post is opened by somebody else"},
    ],
    "times": "10am to 2pm on school days",
    "say": "It is about the course",
    "interpreter": "Bengali (Sylheti)",
    "checked_on": date(2026, 10, 12),
    "checked_by": "A. Officer",
    "stale": True,
}
EVENTS = [
    {"title": "Decision: keep open", "text": "Threats have moved to the school gate.", "tone": "decision",
     "at": datetime(2026, 11, 12, 10, 58, tzinfo=UTC), "by": "S. Chair", "href": "/decision"},
    {"title": "Action late: door camera", "on": date(2026, 11, 6), "by": "Riverside Housing", "tone": "late"},
    {"title": "Note", "text": "সে এখন স্কুলের বাইরে অপেক্ষা করছে।", "lang": "bn", "on": date(2026, 11, 3)},
    {"title": "Referral received", "at": datetime(2026, 8, 20, 8, 5, tzinfo=UTC), "by": "Riverside Housing"},
]  # fmt: skip
COLUMNS = [
    {"key": "reference", "text": "Case", "sort_href": "?sort=reference"},
    {"key": "risk", "text": "Risk", "sort_href": "?sort=risk", "sorted": "descending"},
    {"key": "status", "text": "Stage"},
    {"key": "due", "text": "Next date"},
    {"key": "age", "text": "Days open", "numeric": True},
    {"key": "lead", "text": "Lead"},
]
ROWS = [
    {"reference": "QQ-A-0147", "href": "/cases/1", "name": "R.E.", "band": "high", "total": 34, "status": "Heard",
     "due": TODAY - timedelta(days=17), "age": 95, "lead": "A. Officer, council ASB team"},
    {"reference": "QQ-A-0158", "href": "/cases/2", "name": "M.S.", "band": "medium", "total": 28,
     "status": "Review due", "status_colour": "yellow", "due": TODAY + timedelta(days=3),
     "due_working_days": 3, "age": 40, "lead": "Police"},
    {"reference": "QQ-A-0163", "href": "/cases/3", "band": None, "status": "New", "status_colour": "green",
     "due": None, "age": 2, "lead": None},
]  # fmt: skip
GROUPS = [
    {"title": "About the person", "items": [
        {"title": "Who you are worried about", "href": "/a", "status": "completed"},
        {"title": "Where it happens", "href": "/b", "status": "in_progress", "hint": "Two of five answers given"}]},
    {"title": "Sharing and safety", "items": [
        {"title": "Whether the person knows", "href": "/c", "status": "not_started"},
        {"title": "Risk questions", "href": "/d", "status": "problem"}]},
    {"title": "Check and send", "items": [{"title": "Check your answers", "href": None, "status": "cannot_start"}]},
]  # fmt: skip
TYPED = [("csrf_token", "old"), ("story", "First line\nSecond <b>line</b>"), ("once", "x"), ("password", "secret-word")]
HOSTILE = "\"><script>alert(1)</script><b a='{{ 7919*7907 }}"
"""Text that would become markup, or a template, if a macro did not escape it."""


def context() -> dict[str, Any]:
    """What the service gives every page, for a signed-in person in a demonstration."""
    links = [("Home", True), ("Referrals", False), ("Cases", False), ("Meetings", False), ("Actions", False)]
    return {
        "service_name": "Risk panels",
        "partnership_name": "Quillon Quay Community Safety Partnership",
        "navigation": [{"text": text, "href": f"/{text.lower()}", "active": here} for text, here in links],
        "signed_in_name": "Sam Chair",
        "signed_in_agency": "Quillon Quay Council",
        "demo_mode": True,
        "marking": "OFFICIAL-SENSITIVE",
        "shown_to": request.args.get("shown_to", ""),
        "prints": "unprinted" not in request.args,
        "panel_phone": "020 7946 0100",
        "home_url": "/home",
        "session_idle_minutes": request.args.get("idle", 20, float),
        "session_keep_url": "/keep",
        "points": POINTS, "contact": CONTACT, "events": EVENTS, "columns": COLUMNS, "rows": ROWS, "groups": GROUPS,
        "on": TODAY,
    }  # fmt: skip


def create_app() -> Flask:
    """The application. ``POSTED`` in its config collects what the pages sent."""
    app = Flask(__name__, static_folder=str(ROOT / "static"))
    app.config.update(SECRET_KEY=secrets.token_hex(), TESTING=True, POSTED=[], WORK=[])
    CSRFProtect(app)
    own = FileSystemLoader([ROOT / "templates", Path(__file__).parent / "templates"])
    app.jinja_loader = ChoiceLoader(
        [own, PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals["csp_nonce"] = lambda: g.setdefault("nonce", secrets.token_urlsafe())
    dates.bind(app)
    app.context_processor(context)
    _bind_pages(app)
    _bind_answers(app)
    return app


def _bind_pages(app: Flask) -> None:
    @app.get("/<name>")
    def page(name: str) -> str:
        flash("Referral triaged. It is now in the list of cases.", "success")
        return render_template(f"kitchen/{name}.html")

    @app.get("/form")
    def form() -> str:
        return render_template("kitchen/form.html", form=EveryKind(formdata=None), plain=Plain(formdata=None))

    @app.get("/form-wrong")
    def form_wrong() -> str:
        wrong = EveryKind(formdata=MultiDict(WRONG), meta={"csrf": False})
        wrong.validate()
        return render_template("kitchen/form.html", form=wrong, plain=Plain(formdata=None))

    @app.get("/error/<name>")
    def error(name: str) -> str:
        texts = {"yours": [{"label": "Reason", "text": "Risk is up.\nVisitors are back."}],
                 "theirs": [{"label": "Reason", "text": "Risk is the same."}]}  # fmt: skip
        return render_template(f"errors/{name}.html", action="/send", fields=TYPED, saved_by="A. Officer", **texts)

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY.format(nonce=g.get("nonce", "none"))
        return response


def _bind_answers(app: Flask) -> None:
    @app.post("/<path:where>")
    def sent(where: str) -> Response:
        app.config["POSTED"].append((where, request.form.to_dict(flat=False)))
        return jsonify({"csrf_token": "fresh-token"}) if where == "keep" else Response(status=204)

    @app.get("/work")
    def work() -> Response:
        steps = app.config["WORK"]
        answer = steps.pop(0) if len(steps) > 1 else steps[0]
        return jsonify(answer) if answer else Response(status=503)
