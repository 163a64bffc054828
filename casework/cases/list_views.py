"""The list of cases, and finding one."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed, shut_panels
from auth.encryption.unreadable import show_in_place
from auth.roles import Actor
from casework.cases.blueprint import blueprint
from casework.cases.forms import SearchForm
from casework.cases.listing import (
    CLOSED,
    OPEN,
    PAGE,
    Hit,
    Hits,
    Wanted,
    cases_found,
    cases_wanted,
    keep_search,
    panel_to_start_with,
    panels_of,
)
from casework.cases.models import Case
from casework.panel_type.definition import PanelType
from casework.people.asked import asked_for
from wording.dates import uk_date

SORTS = {"review": False, "band": True, "updated": True}
"""Columns that can be sorted by, and whether the first click puts the highest first."""
MOST_PAGES = 10_000


@blueprint.get("/cases")
@permission_required("case.list")
def case_list() -> str:
    """The cases of one panel."""
    actor = current_actor()
    panels = panels_of(actor)
    wanted = _wanted(actor, panels)
    found = cases_wanted(actor, wanted)
    return render_template(
        "casework/cases/list.html",
        panels=panels,
        wanted=wanted,
        columns=_columns(wanted),
        rows=[_row(case, wanted.panel) for case in found.cases],
        page=_pages(wanted, found.total, more=found.more),
        chips=_chips(wanted),
        bands=_bands(wanted.panel),
        states=_states(wanted.panel),
        search_href=f"/cases/search?panel={wanted.panel.key}",
    )


@blueprint.route("/cases/search", methods=["GET", "POST"])
@permission_required("case.list")
def search() -> str | tuple[str, int]:
    """Find a case by its reference or by what is known of a person. The answer is on the posted page alone."""
    actor = current_actor()
    panel = _panel(actor, panels_of(actor))
    form = SearchForm()
    found: Hits | None = None
    if form.validate_on_submit():
        # It is posted to keep what is typed out of addresses, and only reads.
        show_in_place()
        found = cases_found(actor, panel, asked_for(form.words.data), parts=bool(form.part.data))
        keep_search(actor, panel, form.words.data, len(found.hits))
    rows = None if found is None else [{**_row(hit.case, panel), "why": _why(hit)} for hit in found.hits]
    columns = [*_plain_columns(panel), {"key": "why", "text": "Found by"}]
    more = found is not None and found.more
    text = render_template("casework/cases/search.html", form=form, panel=panel, rows=rows, more=more, columns=columns)
    return (text, 422) if form.errors else text


def _why(hit: Hit) -> str:
    """Who in the case it is, and what differs from what was typed."""
    if hit.person is None:
        return "Reference"
    differs = "; ".join(hit.close.reasons)
    return f"{hit.person.display_name}: {differs or 'the same'}"


def _wanted(actor: Actor, panels: tuple[PanelType, ...]) -> Wanted:
    """What was asked for; anything not offered is left out rather than refused."""
    panel = _panel(actor, panels)
    states = {OPEN, CLOSED, *(state.key for state in panel.lifecycle.states)}
    state, band, sort = (request.args.get(name, "") for name in ("state", "band", "sort"))
    sort = sort if sort in SORTS else "review"
    order = request.args.get("order", "")
    return Wanted(
        panel=panel,
        state=state if state in states else OPEN,
        band=band if band in dict(_bands(panel)) else "",
        sort=sort,
        descending=order == "down" if order in ("up", "down") else SORTS[sort],
        page=min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES),
    )


def _panel(actor: Actor, panels: tuple[PanelType, ...]) -> PanelType:
    key = request.args.get("panel", "")
    if not key:
        # Somebody in several panels starts at one that can be shown at once and has something to show.
        shut = shut_panels(actor)
        return panel_to_start_with(actor, [panel for panel in panels if panel.key not in shut] or panels)
    found = next((panel for panel in panels if panel.key == key), None)
    if found is None:
        raise NotAllowed
    return found


def _address(wanted: Wanted, **changes: Any) -> str:
    now = replace(wanted, **changes)
    parts = {
        "panel": now.panel.key,
        "state": now.state,
        "band": now.band,
        "sort": now.sort,
        "order": "down" if now.descending else "up",
        "page": str(now.page) if now.page > 1 else "",
    }
    return "/cases?" + urlencode({name: value for name, value in parts.items() if value})


def _columns(wanted: Wanted) -> list[dict[str, Any]]:
    columns = _plain_columns(wanted.panel)
    for column in columns:
        sort = {"risk": "band", "due": "review", "updated": "updated"}.get(column["key"])
        if sort is None:
            continue
        on = wanted.sort == sort
        column["sort_href"] = _address(
            wanted, sort=sort, descending=not wanted.descending if on else SORTS[sort], page=1
        )
        column["sorted"] = ("descending" if wanted.descending else "ascending") if on else ""
    return columns


def _plain_columns(panel: PanelType) -> list[dict[str, Any]]:
    titles = {
        "reference": "Case",
        "risk": "Risk",
        "status": "State",
        "due": "Next review",
        "lead": "Lead",
        "area": "Area",
        "updated": "Changed",
    }
    return [{"key": key, "text": text} for key, text in titles.items() if key != "risk" or panel.risk_tools]


def _row(case: Case, panel: PanelType) -> dict[str, Any]:
    summary = case.summary or {}
    age = summary.get("age")
    return {
        "reference": case.reference,
        "href": f"/cases/{case.reference}",
        "name": f"{summary.get('name', '')}{f', {age}' if age else ''}",
        "band": case.band,
        "status": panel.lifecycle.state(case.state).title,
        "status_colour": "red" if case.urgent else ("grey" if case.closed_at else "blue"),
        "due": case.next_review_on,
        "lead": case.lead_agency.short_name if case.lead_agency else "",
        "area": summary.get("area", ""),
        "updated": uk_date(case.updated_at),
    }


def _pages(wanted: Wanted, total: int, *, more: bool) -> dict[str, Any]:
    first = (wanted.page - 1) * PAGE
    return {
        "total": total,
        "more": more,
        "first": min(first + 1, total),
        "last": min(first + PAGE, total),
        "previous_href": _address(wanted, page=wanted.page - 1) if wanted.page > 1 else "",
        "next_href": _address(wanted, page=wanted.page + 1) if first + PAGE < total or more else "",
    }


def _chips(wanted: Wanted) -> list[dict[str, str]]:
    chips = []
    if wanted.state != OPEN:
        label = dict(_states(wanted.panel))[wanted.state]
        chips.append({"text": label, "remove_href": _address(wanted, state=OPEN, page=1)})
    if wanted.band:
        label = dict(_bands(wanted.panel))[wanted.band]
        chips.append({"text": f"Risk: {label}", "remove_href": _address(wanted, band="", page=1)})
    return chips


def _states(panel: PanelType) -> list[tuple[str, str]]:
    return [(OPEN, "All open cases"), (CLOSED, "All ended cases"), *((s.key, s.title) for s in panel.lifecycle.states)]


def _bands(panel: PanelType) -> list[tuple[str, str]]:
    return list({band.key: band.title for tool in panel.risk_tools for band in reversed(tool.bands)}.items())
