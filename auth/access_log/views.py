"""The auditor's pages: who looked at what, when, and why they could. No case is opened and no content is shown."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.access_log import periods, reading, subjects
from auth.access_log.access import PERMISSION, pass_log_door
from auth.access_log.file import MOST
from auth.access_log.forms import DatesForm
from auth.access_log.periods import Period
from auth.access_log.subjects import Subject
from auth.access_log.sums import by_day, by_record
from auth.access_log.verdicts import COLOURS, TITLES
from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.ledger import checked
from wording.dates import today, uk_datetime

blueprint = Blueprint("access_log", __name__, url_prefix="/audit")

FEW = 10
"""So much of what others did to an account stands on the page of what its owner did."""
NOTHING: dict[str, object] = {
    "lines": [], "totals": None, "pages": {}, "records": [], "days": [], "by_others": [], "count_by_others": 0,
}  # fmt: skip


@blueprint.get("/access")
@permission_required(PERMISSION)
def entries() -> ResponseReturnValue:
    """The plain list of entries about a record, by a person, or of everybody, in a period."""
    subject = asked_subject()
    kind, object_id = subject.first if subject else ("access_log", None)
    actor = current_actor()
    if object_id is None:
        pass_log_door(actor, event="audit.search")
    else:
        pass_log_door(actor, event="audit.search", object_type=kind, object_id=object_id)
    form = DatesForm(request.args if request.args.get("period") == periods.CHOSEN else None)
    period = asked_period(form)
    page = min(max(request.args.get("page", 1, int), 1), 100_000)
    show = request.args.get("show", "")
    show = show if show in reading.SHOWN else ""
    facts = _facts(subject, period, show, page) if period else NOTHING
    own = reading.newest_of(g.get("request_id", ""))
    shown = render_template(
        "auth/access_log/entries.html",
        subject=subject,
        period=period,
        show=show,
        form=form,
        links=_links(show),
        taken={name: _with(endpoint=f"access_log.entries_{name}") for name in ("file", "dossier")},
        titles=TITLES,
        colours=COLOURS,
        chosen=request.args.get("period", periods.WEEK),
        kept={name: request.args[name] for name in ("reference", "account", "others") if name in request.args},
        panels=subjects.panel_titles(),
        checked=_last_check(),
        own_entry=own,
        parts=_parts(facts, own),
        **facts,
    )
    return make_response(shown, 200 if period else 422)


def _parts(facts: dict[str, Any], own: int | None) -> list[tuple[str, str]]:
    """Of more entries than one file holds, the words and the address of each file: of the log as it stood at this
    question's own entry, so that none is in two of them and none is left out."""
    total = facts["pages"].get("total") or 0
    if total <= MOST:
        return []
    return [
        (
            f"entries {first + 1:,} to {min(first + MOST, total):,}",
            _with(endpoint="access_log.entries_file", part=part, up_to=own),
        )
        for part, first in enumerate(range(0, total, MOST), 1)
    ]


def _last_check() -> str:
    """What came of the check of the log that ended last, whoever asked for it, and when."""
    result = checked.newest()
    return f"{uk_datetime(result.at)}: {result.words}" if result else "Never checked."


def asked_subject() -> Subject | None:
    """What the address asks about; nothing for everybody. :raises NotAllowed: there is no such thing."""
    if "reference" in request.args:
        found = subjects.by_reference(request.args["reference"])
    elif "account" in request.args:
        found = _of_account(request.args["account"])
        found = replace(found, by_others=True) if found and "others" in request.args else found
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


def asked_period(form: DatesForm | None = None) -> Period | None:
    """The period that the address asks for; ``None`` where its two days make none."""
    on = today()
    name = request.args.get("period", periods.WEEK)
    if name != periods.CHOSEN:
        return periods.named(name, on)
    form = form or DatesForm(request.args)
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


def _facts(subject: Subject | None, period: Period, show: str, page: int) -> dict[str, object]:
    totals = reading.totals(subject, period)
    lines = reading.lines(subject, period, show=show, page=page)
    count = reading.count(subject, period, show)
    first = (page - 1) * reading.PAGE + 1
    pages = {
        "first": first,
        "last": first + len(lines) - 1,
        "total": count if lines else None,
        "previous_href": _with(page=page - 1) if page > 1 else None,
        "next_href": _with(page=page + 1) if first + len(lines) - 1 < count and lines else None,
    }
    is_record = subject is not None and subject.account is None
    theirs = subject is not None and subject.account is not None and not subject.by_others
    by_others = replace(subject, by_others=True) if subject and theirs else None
    sums: dict[str, object] = {
        "records": by_record(subject, period) if subject and is_record else [],
        "days": by_day(subject, period) if subject and theirs else [],
        "by_others": reading.lines(by_others, period, show="", page=1, most=FEW) if by_others else [],
        "count_by_others": reading.count(by_others, period, "") if by_others else 0,
        "others_href": _with(others=1, show=None, page=None),
    }
    return {"lines": lines, "totals": totals, "pages": pages, **sums}


def _links(show: str) -> dict[str, list[dict[str, object]]]:
    chosen = request.args.get("period", periods.WEEK)
    spans = [
        {"text": title, "href": _with(period=name, page=None), "active": name == chosen}
        for name, title in periods.TITLES.items()
    ]
    shown = [
        {"text": title, "href": _with(show=name, page=None), "active": name == show}
        for name, title in (("", "All"), *TITLES.items(), ("exports", "Exports and prints"), ("searches", "Searches"))
    ]
    return {"periods": spans, "shown": shown}


def _with(endpoint: str = "access_log.entries", **changes: object) -> str:
    names = ("reference", "account", "others", "period", "show", "page", *_DATE_BOXES)
    kept: dict[str, object] = {name: request.args[name] for name in names if name in request.args}
    return url_for(endpoint, **{k: v for k, v in {**kept, **changes}.items() if v not in (None, "")})  # type: ignore[arg-type]


_DATE_BOXES = tuple(f"{name}-{part}" for name in ("first", "last") for part in ("day", "month", "year"))
