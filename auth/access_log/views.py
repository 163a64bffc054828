"""The auditor's pages: who looked at what, when, and why they could. No case is opened and no content is shown."""

from datetime import date
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.access_log import periods, reading, subjects
from auth.access_log.access import PERMISSION, pass_log_door
from auth.access_log.forms import DatesForm, SearchForm
from auth.access_log.periods import Period
from auth.access_log.service import ALLOWED, REFUSED
from auth.access_log.subjects import Subject
from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from wording.dates import today

blueprint = Blueprint("access_log", __name__, url_prefix="/audit")
NOT_FOUND = "No record has this reference, and no member of staff this name or e-mail address"


@blueprint.get("")
@permission_required(PERMISSION)
def home() -> ResponseReturnValue:
    """The auditor's start: one search box and the numbers of the last seven days."""
    pass_log_door(current_actor(), event="audit.home")
    return _home(SearchForm(), 200)


@blueprint.post("/search")
@permission_required(PERMISSION)
def search() -> ResponseReturnValue:
    """Find what was asked about; a reference or a number goes into the next address, a name never does."""
    pass_log_door(current_actor(), event="audit.search")  # before the look-up: where it leads would tell others too
    form = SearchForm()
    if not form.validate_on_submit():
        return _home(form, 422)
    subject = subjects.by_reference(form.what.data)
    staff = [] if subject else subjects.staff_called(form.what.data)
    if subject is not None:
        return redirect(url_for("access_log.entries", reference=subject.title, period=periods.LAST_MONTH), 303)
    if len(staff) == 1:
        return redirect(url_for("access_log.entries", account=staff[0].id, period=periods.LAST_MONTH), 303)
    if not staff:
        form.what.errors = [NOT_FOUND]
    return _home(form, 200 if staff else 422, staff=staff)


@blueprint.get("/access")
@permission_required(PERMISSION)
def entries() -> ResponseReturnValue:
    """The plain list of entries about a record, by a person, or of everybody, in a period."""
    subject = _subject()
    kind, object_id = subject.first if subject else ("access_log", None)
    actor = current_actor()
    if object_id is None:
        pass_log_door(actor, event="audit.search")
    else:
        pass_log_door(actor, event="audit.search", object_type=kind, object_id=object_id)
    form = DatesForm(request.args if request.args.get("period") == periods.CHOSEN else None)
    period = _period(form, today())
    page = min(max(request.args.get("page", 1, int), 1), 100_000)
    outcome = request.args.get("outcome", "")
    outcome = outcome if outcome in (ALLOWED, REFUSED) else ""
    facts = _facts(subject, period, outcome, page) if period else {"lines": [], "totals": None, "pages": {}}
    shown = render_template(
        "auth/access_log/entries.html",
        subject=subject,
        period=period,
        outcome=outcome,
        form=form,
        links=_links(outcome),
        chosen=request.args.get("period", periods.WEEK),
        kept={name: request.args[name] for name in ("reference", "account") if name in request.args},
        panels=subjects.panel_titles(),
        **facts,
    )
    return make_response(shown, 200 if period else 422)


def _home(form: SearchForm, status: int, **facts: object) -> ResponseReturnValue:
    week = periods.named(periods.WEEK, today())
    facts = {"staff": [], "week": reading.totals(None, week), **facts}
    return make_response(render_template("auth/access_log/home.html", form=form, **facts), status)


def _subject() -> Subject | None:
    if "reference" in request.args:
        found = subjects.by_reference(request.args["reference"])
    elif "account" in request.args:
        found = _of_account(request.args["account"])
    else:
        return None
    if found is None:
        pass_log_door(current_actor(), event="audit.search")
        raise NotAllowed
    return found


def _of_account(account_id: str) -> Subject | None:
    try:
        return subjects.by_account(UUID(account_id))
    except ValueError:
        return None


def _period(form: DatesForm, on: date) -> Period | None:
    name = request.args.get("period", periods.WEEK)
    if name != periods.CHOSEN:
        return periods.named(name, on)
    if "first-day" not in request.args:
        form.first.errors = form.last.errors = []
        return periods.named(periods.WEEK, on)
    if not form.validate():
        return None
    fault = periods.fault_of(form.first.data, form.last.data)
    if fault:
        form.last.errors = [fault]
        return None
    return Period(form.first.data, form.last.data)


def _facts(subject: Subject | None, period: Period, outcome: str, page: int) -> dict[str, object]:
    totals = reading.totals(subject, period)
    lines = reading.lines(subject, period, outcome=outcome, page=page)
    count = {ALLOWED: totals.allowed, REFUSED: totals.refused}.get(outcome, totals.entries)
    first = (page - 1) * reading.PAGE + 1
    pages = {
        "first": first,
        "last": first + len(lines) - 1,
        "total": count if lines else None,
        "previous_href": _with(page=page - 1) if page > 1 else None,
        "next_href": _with(page=page + 1) if first + len(lines) - 1 < count and lines else None,
    }
    return {"lines": lines, "totals": totals, "pages": pages}


def _links(outcome: str) -> dict[str, list[dict[str, object]]]:
    chosen = request.args.get("period", periods.WEEK)
    spans = [
        {"text": title, "href": _with(period=name, page=None), "active": name == chosen}
        for name, title in periods.TITLES.items()
    ]
    outcomes = [
        {"text": title, "href": _with(outcome=name, page=None), "active": name == outcome}
        for name, title in (("", "All"), (ALLOWED, "Allowed"), (REFUSED, "Refused"))
    ]
    return {"periods": spans, "outcomes": outcomes}


def _with(**changes: object) -> str:
    names = ("reference", "account", "period", "outcome", "page", *_DATE_BOXES)
    kept: dict[str, object] = {name: request.args[name] for name in names if name in request.args}
    return url_for("access_log.entries", **{k: v for k, v in {**kept, **changes}.items() if v not in (None, "")})  # type: ignore[arg-type]


_DATE_BOXES = tuple(f"{name}-{part}" for name in ("first", "last") for part in ("day", "month", "year"))
