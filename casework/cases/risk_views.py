"""Risk over time, and assessing it again."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.encryption.unreadable import Unshown
from auth.roles import Actor
from casework.cases.access import OpenCase, case_for
from casework.cases.assessments import OCCASIONS, add_assessment, assessments_of
from casework.cases.blueprint import blueprint
from casework.cases.forms import PREFIX, RiskForm, risk_answers, risk_form_class
from casework.cases.models import Assessment, Case
from casework.cases.pages import page
from casework.cases.rules import NAME_WITHHELD
from casework.errors import Refused, show
from casework.panel_settings.wordless import worded
from casework.panel_type.questions import NOT_KNOWN
from casework.panel_type.registry import panel_types
from casework.panel_type.risk import RiskTool, raisers, score
from inputs import Option
from wording.dates import as_date, today, uk_date


@blueprint.get("/cases/<reference>/risk")
@permission_required("case.read")
def risk(reference: str) -> str:
    """A chart with its table for each person, and every assessment in full."""
    actor = current_actor()
    opened = case_for(actor, reference)
    charts = charts_of(opened.case, named=not opened.withheld)
    assessments = [
        _full(opened.case, held, named=not opened.withheld) for held in reversed(assessments_of(opened.case.id))
    ]
    context = page(opened, actor, "/risk", charts=charts, assessments=assessments, occasions=OCCASIONS)
    return render_template("casework/cases/risk.html", **context)


@blueprint.route("/cases/<reference>/assessments/new", methods=["GET", "POST"])
@permission_required("case.assess")
def new_assessment(reference: str) -> str | Response | tuple[str, int]:
    """Assess the risk with the panel's tool."""
    actor = current_actor()
    opened = case_for(actor, reference, "case.assess", event="case.change")
    tools = panel_types.get(opened.case.panel).risk_tools
    if not tools:
        raise NotAllowed
    tool = tools[0]
    form = _form(opened.case, tool)
    if form.validate_on_submit():
        try:
            made = _add(actor, opened, form, tool)
        except Refused as refused:
            show(form, Refused(refused.message, {"band": "own_band"}.get(refused.field or "", refused.field)))
        else:
            flash(f"Risk assessed: {made.total} of {tool.maximum}, {tool.band(made.band).title.lower()}.", "success")
            after = "/closure" if made.occasion == "closure" else "/risk"
            return redirect(f"/cases/{reference}{after}", 303)
    names = [PREFIX + question.id for question in tool.questions]
    context = page(opened, actor, "/risk", tool=tool, question_names=names)
    text = render_template("casework/cases/assessment.html", form=form, **context)
    return (text, 422) if form.errors else text


def charts_of(case: Case, *, named: bool = True) -> list[dict[str, Any]]:
    """One chart for each person and tool that was used, the one with the newest score first; ``named``: with names."""
    groups: dict[tuple[object, str], list[Assessment]] = {}
    for held in assessments_of(case.id):
        groups.setdefault((held.person_id, held.tool), []).append(held)
    ordered = sorted(groups.values(), key=lambda group: group[-1].made_at, reverse=True)
    return [_chart(case, group, number, named=named) for number, group in enumerate(ordered, 1)]


def trend(points: list[tuple[date, int, str, str]]) -> str:
    """The message of a chart: where the score stands and which way it went."""
    if len(points) < 2:
        return f"Risk was scored {points[0][1]} on {uk_date(points[0][0])}"
    change = points[-1][1] - points[-2][1]
    if change == 0:
        return f"Risk is unchanged at {points[-1][1]} since {uk_date(points[-2][0])}"
    return f"Risk is {'up' if change > 0 else 'down'} {abs(change)} since {uk_date(points[-2][0])}"


def _chart(case: Case, group: list[Assessment], number: int, *, named: bool) -> dict[str, Any]:
    tool = panel_types.get(case.panel).tool(group[-1].tool)
    points = [(as_date(held.made_at), held.total, held.band, held.made_by.name) for held in group]
    name = _name(case, group[-1], named=named)
    message = trend(points) + "".join(f". {why}" for why in [_raised(tool, group[-1])] if why)
    return {
        "id": f"risk-{number}",
        "points": points,
        "high_line": tool.bands[-1].low,
        "maximum": tool.maximum,
        "title": f"{name}: {message}" if name else message,
        "today": today(),
    }


def _full(case: Case, held: Assessment, *, named: bool) -> dict[str, Any]:
    tool = panel_types.get(case.panel).tool(held.tool)
    result = score(tool, _scored(held))
    return {
        "row": held,
        "name": _name(case, held, named=named),
        "maximum": tool.maximum,
        "answers": [
            {"key": question.text, "value": _answer(question.options, (held.answers or {}).get(question.id))}
            for question in tool.questions
        ],
        "unanswered": len(result.unanswered),
        "complete": result.complete,
        "computed": tool.band(held.computed_band).title,
        "raised": _raised(tool, held),
        "interventions": tool.band(held.band).interventions,
        "band": tool.band(held.band).title,
    }


def _raised(tool: RiskTool, held: Assessment) -> str:
    """Why the band is higher than the total gives, so that nobody takes it for a mistake; empty where it is not."""
    answers = raisers(tool, _scored(held))
    stands = bool(answers) and held.band == held.computed_band
    return f"{tool.band(held.band).title} whatever the total: {'; '.join(answers)}" if stands else ""


def _scored(held: Assessment) -> dict[str, Any]:
    """What is scored again to explain the band that was kept; nothing, where the answers cannot be opened."""
    return {} if isinstance(held.answers, Unshown) else held.answers or {}


def _answer(options: Any, given: Any) -> str | list[str]:
    labels = {option.value: f"{option.text} ({option.points})" for option in options} | {NOT_KNOWN: "We do not know"}
    values = [given] if isinstance(given, str) else list(given or [])
    return [labels.get(value, value) for value in values]


def _name(case: Case, held: Assessment, *, named: bool) -> str:
    if not named:
        return NAME_WITHHELD
    people = {party.person_id: party.person for party in case.parties}
    person = people.get(held.person_id) if held.person_id else None
    return (person.display_name or "") if person else ""


def _form(case: Case, tool: RiskTool) -> RiskForm:
    form = worded(risk_form_class(tool), case.panel, reasons=["rationale"])()
    standing = [party for party in case.parties if party.removed_at is None]
    form.person.choices = [Option(party.person.reference, party.person.display_name or "") for party in standing]
    form.own_band.choices = [Option(band.key, band.title) for band in reversed(tool.bands)]
    return form


def _add(actor: Actor, opened: OpenCase, form: RiskForm, tool: RiskTool) -> Assessment:
    people = {party.person.reference: party.person for party in opened.case.parties}
    return add_assessment(
        actor=actor,
        case=opened.case,
        person=people[form.person.data],
        tool=tool.id,
        answers=risk_answers(form, tool),
        band=form.own_band.data or None,
        rationale=form.rationale.data,
        occasion=form.occasion.data,
    )
