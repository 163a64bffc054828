"""Starting a referral, its task list, and what becomes of it. The other views are in the modules imported below."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.policy import may
from casework.errors import Refused
from casework.panel_type.answers import SectionStatus, problems, statuses
from casework.panel_type.prompts import prompts_for
from casework.panel_type.questions import Answers, Section
from casework.panel_type.registry import panel_types
from casework.referrals import (
    answers,
    apart_views,  # noqa: F401 - binds its routes
    chair_views,  # noqa: F401 - binds its routes
    following,
    following_views,
    resident_views,  # noqa: F401
    risk_views,  # noqa: F401
    sending_views,  # noqa: F401
    triage_views,  # noqa: F401
)
from casework.referrals.access import (
    STATUS,
    OpenReferral,
    agency_referrals,
    is_draft,
    my_referrals,
    referral_for,
)
from casework.referrals.blueprint import blueprint
from casework.referrals.drafts import delete_draft, start_referral
from casework.referrals.forms import PanelForm
from casework.referrals.meaning import ASSESSMENT
from casework.referrals.models import Referral
from casework.referrals.opening import open_draft, open_own
from casework.referrals.risk import RISK, RISK_TITLE, assessed, risk_problem
from casework.referrals.section_views import way_in
from casework.referrals.stages import may_send
from extensions import present_settings
from inputs import Option, PageForm

__all__ = ["blueprint"]
LEFT_OUT = "Optional"


@blueprint.route("/refer", methods=["GET", "POST"])
@permission_required("referral.start")
def start() -> Response | str | tuple[str, int]:
    """Choose a panel and begin."""
    actor = current_actor()
    known = [panel for panel in panel_types.all() if may(actor, "referral.start", panel.key)]
    if not known:
        abort(404)
    panels = [panel for panel in known if may_send(panel, actor.roles(panel.key))]
    elsewhere = [panel for panel in known if panel not in panels and panel.instead_of_referring]
    form = PanelForm()
    form.panel.choices = [Option(panel.key, panel.name, panel.purpose) for panel in panels]
    if form.validate_on_submit():
        referral = start_referral(actor=actor, panel=form.panel.data)
        return redirect(f"/refer/{referral.id}", 303)
    lists = {"mine": _listed(my_referrals(actor)), "colleagues": _listed(agency_referrals(actor))}
    page = render_template("casework/referrals/start.html", form=form, panels=panels, elsewhere=elsewhere, **lists)
    return (page, 422) if form.errors else page


@blueprint.get("/refer/<uuid:referral_id>")
@permission_required(STATUS)
def show(referral_id: UUID) -> Response | str:
    """The author's task list, or what was sent and how it stands; for a colleague of the same agency its status."""
    opened = open_own(referral_id)
    if opened is None:
        return _status_page(referral_id)
    if is_draft(opened.referral):
        return _task_list(opened)
    return following_views.sent_page(opened)


@blueprint.route("/refer/<uuid:referral_id>/delete", methods=["GET", "POST"])
@permission_required("referral.write")
def delete(referral_id: UUID) -> Response | str:
    """Ask, then delete a draft."""
    referral = open_draft(referral_id)
    form = PageForm()
    if form.validate_on_submit():
        delete_draft(actor=current_actor(), referral=referral)
        flash("Your draft was deleted.", "success")
        return redirect("/refer", 303)
    return render_template("casework/referrals/delete.html", form=form, referral=referral)


@blueprint.errorhandler(Refused)
def _refused(refusal: Refused) -> tuple[str, int]:
    return render_template("casework/referrals/refused.html", message=str(refusal)), 422


def _status_page(referral_id: UUID) -> str:
    referral = referral_for(current_actor(), referral_id, STATUS, event="referral.status").referral
    return render_template(
        "casework/referrals/status.html",
        referral=referral,
        panel=panel_types.get(referral.panel),
        words=following.referrer_words(referral),
    )


def _task_list(opened: OpenReferral) -> str:
    referral = opened.referral
    told = answers.answers_of(referral, restricted=True)
    found = assessed(referral)
    panel = panel_types.get(referral.panel)
    groups = _groups(referral, told)
    return render_template(
        "casework/referrals/task_list.html",
        referral=referral,
        panel=panel,
        groups=groups,
        progress=_progress(groups),
        prompts=prompts_for(panel.prompts, told, found.score.prompts if found else ()),
        draft_days=present_settings().draft_days,
    )


def _groups(referral: Referral, told: Answers) -> list[dict[str, Any]]:
    form = answers.form_of(referral)
    status = statuses(form, told)
    base = f"/refer/{referral.id}"
    risk = _risk_task(referral, told)
    groups: list[dict[str, Any]] = []
    for title, sections in form.groups:
        tasks: list[dict[str, Any]] = []
        for section in sections:
            if section.id == ASSESSMENT and risk is not None:
                tasks.append(risk)
            tasks.append(_task(f"{base}/{way_in(form, told, section.id)}", section, status[section.id]))
        groups.append({"title": title, "items": tasks})
    if risk is not None and not any(risk in group["items"] for group in groups):
        groups.append({"title": RISK_TITLE, "items": [risk]})
    done = all(task["status"] in (SectionStatus.COMPLETED, LEFT_OUT) for group in groups for task in group["items"])
    check = {
        "title": "Check your answers",
        "href": f"{base}/check" if done else None,
        "status": "not_started" if done else "cannot_start",
    }
    return [*groups, {"title": "Check and send", "items": [check]}]


def _task(href: str, section: Section, status: SectionStatus) -> dict[str, Any]:
    """One section. One that was never opened and needs no answer may be left out, and does not stand in the way."""
    may_be_left_out = status is SectionStatus.NOT_STARTED and not problems(section, None)
    return {"title": section.title, "href": href, "status": LEFT_OUT if may_be_left_out else status.value}


def _progress(groups: list[dict[str, Any]]) -> dict[str, Any]:
    """How many parts are done and may be left out, and where to go on: at the first that is needed and not done."""
    tasks = [task for group in groups[:-1] for task in group["items"]]
    states = [task["status"] for task in tasks]
    left = (task["href"] for task in tasks if task["status"] not in (SectionStatus.COMPLETED, LEFT_OUT))
    return {
        "done": states.count(SectionStatus.COMPLETED),
        "total": len(tasks),
        "optional": states.count(LEFT_OUT),
        "begun": any(state not in (SectionStatus.NOT_STARTED, LEFT_OUT) for state in states),
        "next": next(left, groups[-1]["items"][0]["href"]),
    }


def _risk_task(referral: Referral, told: Answers) -> dict[str, Any] | None:
    found = assessed(referral)
    if found is None:
        return None
    if risk_problem(referral, told) is None:
        status = SectionStatus.COMPLETED
    else:
        status = SectionStatus.IN_PROGRESS if found.begun else SectionStatus.NOT_STARTED
    return {"title": RISK_TITLE, "href": f"/refer/{referral.id}/{RISK}", "status": status.value}


def _listed(referrals: list[Referral]) -> list[dict[str, Any]]:
    return [
        {
            "href": f"/refer/{referral.id}",
            "reference": referral.reference or "Draft",
            "panel": panel_types.get(referral.panel).name,
            "words": following.referrer_words(referral),
            "on": referral.submitted_at or referral.created_at,
            "sent": not is_draft(referral),
            "waits": following.open_question(referral) is not None,
        }
        for referral in referrals
    ]
