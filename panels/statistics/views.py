"""Pages of statistics."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.pace import heavy
from auth.policy import may
from casework.errors import Refused
from casework.panel_type.definition import PanelType
from panels.statistics import service
from panels.statistics.access import (
    PUBLISH,
    PUBLISHED,
    READ,
    has_statistics,
    panel_for,
    published_tables,
    readable_panels,
    table_for,
)
from panels.statistics.csv_file import as_csv
from panels.statistics.forms import OwnPeriodForm, PublishForm
from panels.statistics.periods import Period, may_be_published, own_period, period_of, recent
from panels.statistics.tables import Row, full_rows, public_rows
from wording.dates import today

blueprint = Blueprint("statistics", __name__)


@blueprint.get("/statistics")
@permission_required(PUBLISHED)
def start() -> ResponseReturnValue:
    """The panels whose figures this person reads, and what was published."""
    actor = current_actor()
    if not has_statistics(actor):
        raise NotAllowed
    return render_template(
        "panels/statistics/start.html", panels=readable_panels(actor), tables=published_tables(actor)
    )


@blueprint.route("/statistics/<panel_key>", methods=["GET", "POST"])
@permission_required(READ)
@heavy
def of_panel(panel_key: str) -> ResponseReturnValue:
    """Every figure of a panel in a period, small ones too: for those who run it."""
    panel = panel_for(current_actor(), panel_key)
    form = OwnPeriodForm()
    if form.validate_on_submit():
        try:
            chosen = own_period(form.from_on.data, form.to_on.data)
        except ValueError:
            form.to_on.errors = ["Enter a last day that is not before the first"]
        else:
            return redirect(f"/statistics/{panel.key}?period={chosen.key}", 303)
    period = _period()
    page = render_template(
        "panels/statistics/of_panel.html",
        form=form,
        panel=panel,
        period=period,
        offered=recent(today()),
        groups=_groups(full_rows(panel, period)),
        publishes=_publishes(panel, period),
    )
    return (page, 422) if form.errors else page


@blueprint.get("/statistics/<panel_key>/file")
@permission_required(READ)
@heavy
def panel_file(panel_key: str) -> ResponseReturnValue:
    """The same as CSV, for those who run the panel."""
    panel = panel_for(current_actor(), panel_key, event="statistics.file", fresh=True)
    period = _period()
    return _csv(full_rows(panel, period), period)


@blueprint.route("/statistics/<panel_key>/publication", methods=["GET", "POST"])
@permission_required(PUBLISH)
@heavy
def publication(panel_key: str) -> ResponseReturnValue:
    """What publishing would show, and the button that publishes it."""
    actor = current_actor()
    panel = panel_for(actor, panel_key, PUBLISH, event="statistics.publish")
    period, form = _period(), PublishForm()
    if form.validate_on_submit():
        try:
            table = service.publish(actor=actor, panel=panel, period=period)
        except Refused as refused:
            form.form_errors.append(str(refused))
        else:
            flash("The table is published. It is kept as it is.", "success")
            return redirect(f"/statistics/tables/{table.id}", 303)
    page = render_template(
        "panels/statistics/publication.html",
        form=form,
        panel=panel,
        period=period,
        groups=_groups(public_rows(panel, period, service.earlier_of(panel))),
        may=may_be_published(period, today()),
    )
    return (page, 422) if form.errors else page


@blueprint.get("/statistics/tables/<uuid:table_id>")
@permission_required(PUBLISHED)
def table(table_id: UUID) -> ResponseReturnValue:
    """A table as it was published."""
    panel, found = table_for(current_actor(), table_id)
    return render_template(
        "panels/statistics/table.html",
        panel=panel,
        table=found,
        period=service.period_of_table(found),
        groups=_groups(service.rows_of(found)),
    )


@blueprint.get("/statistics/tables/<uuid:table_id>/file")
@permission_required(PUBLISHED)
def table_file(table_id: UUID) -> ResponseReturnValue:
    """A published table as CSV."""
    _, found = table_for(current_actor(), table_id, event="statistics.file")
    return _csv(service.rows_of(found), service.period_of_table(found))


def _period() -> Period:
    """The period in the address; this year without one, and the not-found page for one that is none."""
    found = period_of(request.args.get("period", str(today().year)))
    if found is None:
        raise NotAllowed
    return found


def _publishes(panel: PanelType, period: Period) -> bool:
    allowed = may(current_actor(), PUBLISH, panel.key) and not panel.visibility.existence_hidden
    return allowed and may_be_published(period, today())


def _groups(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    return [(group, list(found)) for group, found in groupby(rows, key=lambda row: row.group)]


def _csv(rows: Sequence[Row], period: Period) -> Response:
    response = make_response(as_csv(rows, period))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="figures.csv"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
