"""The triage queue and the page on which one referral is decided."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.policy import may
from auth.roles import Actor
from casework.apart.rules import KIND_WORDS
from casework.cases.access import case_for
from casework.cases.apart import CLEAR, may_clear
from casework.cases.models import Case
from casework.clocks.service import clocks_of
from casework.errors import Refused, Stale
from casework.panel_settings.wordless import worded
from casework.panel_type.prompts import prompts_for
from casework.panel_type.questions import Answers
from casework.panel_type.registry import panel_types
from casework.people.models import Person
from casework.referrals import accepting, answers, meaning, triage
from casework.referrals.access import (
    QUEUE,
    REFERRAL,
    TRIAGE,
    OpenReferral,
    door_to_queue,
    open_for_acceptance,
    referral_for,
    relationships,
    reveal_restricted,
)
from casework.referrals.apart import waiting_before
from casework.referrals.area import outside_in
from casework.referrals.blueprint import blueprint
from casework.referrals.facts import facts_of_referral
from casework.referrals.file_access import files_with
from casework.referrals.file_views import file_row
from casework.referrals.following import ASKED, CONFIRMED
from casework.referrals.forms import NEW, RevealForm, TriageForm, triage_form
from casework.referrals.matching import Matches, matches_of
from casework.referrals.models import ACCEPT, JOIN, MORE_INFO, REJECT, URGENT, WITHDRAW, Referral
from casework.referrals.narrative import Shown, blocks, people_first
from casework.referrals.queue import QueueRow, neighbours, queue_for, queue_references, row_of
from casework.referrals.resident_contact import is_stopped
from casework.referrals.resident_notes import shown_notes
from casework.referrals.resident_notes_access import notes_of_referral
from casework.referrals.risk import assessed
from casework.referrals.stages import ACCEPT as TAKE
from casework.referrals.stages import can_move
from extensions import present_settings

Page = Response | str | tuple[str, int]
DECIDED = {
    ACCEPT: "was accepted",
    JOIN: "was joined to an open case",
    MORE_INFO: "was sent back with a question",
    REJECT: "is not taken",
    URGENT: "is marked as urgent",
}
OPTION_TITLES = {
    ACCEPT: "Taken: a case was opened",
    JOIN: "Joined to an open case",
    MORE_INFO: "Asked for more",
    REJECT: "Proposed not to take it",
    URGENT: "Proposed to hear it urgently",
    WITHDRAW: "Withdrawn by the referrer",
}


@blueprint.get("/triage")
@permission_required(QUEUE)
def queue() -> str:
    """What waits for the panel team, by due date."""
    door_to_queue(current_actor())
    rows = queue_for(current_actor())
    names = {row.referral.panel: panel_types.get(row.referral.panel).name for row in rows}
    return render_template(
        "casework/triage/queue.html",
        rows=rows,
        proposals=[row for row in rows if row.proposals],
        names=names if len(names) > 1 else {},
    )


@blueprint.route("/triage/<reference>", methods=["GET", "POST"])
@permission_required(TRIAGE)
def decide(reference: str) -> Page:
    """One referral: what we were told, what it is tested against, who is known already, and the decision."""
    opened = referral_for(current_actor(), reference, TRIAGE, event="referral.triage")
    matches = _matches(opened)
    form = triage_form(panel_types.get(opened.referral.panel), matches)
    if request.method == "GET":
        form.version.data = opened.referral.version
        return _render(opened, form, matches)
    return _decide(opened, form, matches)


@blueprint.post("/triage/<reference>/reveal")
@permission_required(TRIAGE)
def reveal(reference: str) -> Page:
    """Show what is kept apart, once, for a stated reason. The answer is not stored by any browser."""
    opened = referral_for(current_actor(), reference, TRIAGE, event="referral.open")
    shown = worded(RevealForm, opened.referral.panel, reasons=["why"])()
    matches = _matches(opened)
    form = triage_form(panel_types.get(opened.referral.panel), matches)
    form.process(formdata=None)
    form.version.data = opened.referral.version
    if not shown.validate():
        return _render(opened, form, matches, reveal_form=shown), 422
    return _render(reveal_restricted(current_actor(), opened, reason=shown.why.data), form, matches, revealed=True)


def _decide(opened: OpenReferral, form: TriageForm, matches: Matches) -> Page:
    referral = opened.referral
    if not form.validate():
        return _render(opened, form, matches), 422
    try:
        triage.refuse_stale(referral, form.version.data, form.reason.data)
        case = _carry_out(opened, form, matches)
    except Refused as refusal:
        _attach(form, refusal)
        return _render(opened, form, matches), 422
    except Stale as stale:
        form.version.data = stale.version
        return _render(opened, form, matches, stale=stale), 409
    if case is not None:
        flash(f"{referral.reference} {DECIDED[form.option.data]}: {case.reference}.", "success")
    elif referral.decisions[-1].awaits_chair():
        flash(f"{referral.reference} waits for the chair to confirm.", "success")
    else:
        flash(f"{referral.reference} {DECIDED[form.option.data]}.", "success")
    return redirect(_onward(referral, case), 303)


def _carry_out(opened: OpenReferral, form: TriageForm, matches: Matches) -> Case | None:
    actor, referral, reason = current_actor(), opened.referral, form.reason.data
    match form.option.data:
        case "more_info":
            triage.ask_for_more(actor=actor, referral=referral, reason=reason, question=form.advice.data)
        case "reject":
            triage.reject(
                actor=actor,
                referral=referral,
                reason=reason,
                advice=form.advice.data,
                prepared=form.prepared.data,
                forum=form.forum.data,
            )
        case "urgent":
            triage.propose_urgent(actor=actor, referral=referral, reason=reason)
        case _:
            return _take(opened, form, matches)
    return None


def _take(opened: OpenReferral, form: TriageForm, matches: Matches) -> Case:
    actor, reason = current_actor(), form.reason.data
    known = _known(form, matches)
    if form.option.data == ACCEPT:
        referral = open_for_acceptance(actor, opened).referral
        return accepting.accept(actor=actor, referral=referral, reason=reason, known=known)
    if not form.case.data:
        raise Refused("Select the case to join it to", "case")
    case = case_for(actor, form.case.data, "case.people", event="case.join").case
    referral = open_for_acceptance(actor, opened).referral
    return accepting.join(actor=actor, referral=referral, reason=reason, case=case, known=known)


def _known(form: TriageForm, matches: Matches) -> dict[int, Person]:
    """Whom the coordinator picked for each person; where somebody may be known, they have to say."""
    found: dict[int, Person] = {}
    for place, subject in enumerate(matches.subjects):
        picked = form[subject.name].data
        if any(one.likely for one in subject.known) and not picked:
            raise Refused(f"Select who {subject.title} is", subject.name)
        if picked and picked != NEW:
            found[place] = next(one.person for one in subject.known if one.person.reference == picked)
    return found


def _matches(opened: OpenReferral) -> Matches:
    actor, also = current_actor(), None
    wanted = request.values.get("also", "").strip().upper()
    if wanted:
        also = case_for(actor, wanted, "case.read", event="referral.match").case
    return matches_of(actor, opened.referral, restricted=opened.restricted_open, also=also)


def _attach(form: TriageForm, refusal: Refused) -> None:
    if refusal.field and refusal.field in form:
        form[refusal.field].errors = [*form[refusal.field].errors, refusal.message]
    else:
        form.form_errors.append(refusal.message)


def _onward(referral: Referral, case: Case | None) -> str:
    if "next" in request.form:
        references = queue_references(current_actor())
        following = next((reference for reference in references if reference != referral.reference), None)
        return f"/triage/{following}" if following else "/triage"
    return f"/cases/{case.reference}" if case is not None else "/triage"


def _apart(actor: Actor, referral: Referral) -> list[tuple[str, UUID | None]]:
    """Why each person is kept apart, and whom: the second for those alone who may clear them."""
    clears = may(actor, CLEAR, referral.panel, relationships(actor, referral))
    return [
        (KIND_WORDS[one.kind], account.id if clears and may_clear(actor, account) else None)
        for one, account in waiting_before(referral)
    ]


def _render(
    opened: OpenReferral,
    form: TriageForm,
    matches: Matches,
    *,
    reveal_form: RevealForm | None = None,
    revealed: bool = False,
    stale: Stale | None = None,
) -> str:
    actor, referral = current_actor(), opened.referral
    panel = panel_types.get(referral.panel)
    told = answers.answers_of(referral, restricted=opened.restricted_open)
    found = assessed(referral)
    references = queue_references(actor)
    place, before, after = neighbours(references, referral)
    shown = Shown(
        hidden_address=revealed,
        restricted=revealed,
        contact=revealed or not is_stopped(referral),
        blank=False,
        unknown=False,
        agency_type=actor.agency_type,
    )
    shown_blocks = people_first(answers.form_of(referral), blocks(answers.form_of(referral), told, shown))
    return render_template(
        "casework/triage/referral.html",
        referral=referral,
        row=_row(referral),
        panel=panel,
        because_sentence=opened.because.sentence,
        blocks=shown_blocks,
        found=found,
        view=meaning.own_view(told),
        prompts=prompts_for(panel.prompts, told, found.score.prompts if found else ()),
        matches=matches,
        form=form,
        reveal_form=reveal_form or worded(RevealForm, referral.panel, reasons=["why"])(formdata=None),
        revealed=revealed,
        files=[file_row(referral.reference or "", document) for document in files_with(actor, opened)],
        stale=stale,
        apart=_apart(actor, referral),
        place=place,
        queue_length=len(references),
        before=before,
        after=after,
        in_triage=can_move(referral, TAKE),
        may_propose_urgent=referral.urgent not in (ASKED, CONFIRMED) and referral.case_id is not None,
        states={state.key: state.title for state in panel.lifecycle.states},
        option_words=OPTION_TITLES,
        any_shut=any(line.shut for block in shown_blocks for line in block.lines),
        also=request.values.get("also", ""),
        criteria=_criteria(referral, told),
        worked=panel.workings(facts_of_referral(referral)) if panel.workings else None,
        notes=shown_notes(notes_of_referral(actor, referral)),
        contact_stopped=is_stopped(referral),
        outside=outside_in(answers.form_of(referral), told, present_settings().area_postcodes),
        keys_on=bool(getattr(current_user, "shortcuts_on", False)),
    )


def _row(referral: Referral) -> QueueRow:
    return row_of(current_actor(), referral, clocks_of(REFERRAL, [referral.id])[referral.id])


def _criteria(referral: Referral, told: Answers) -> list[dict[str, Any]]:
    """The routes into the panel, any one of which is enough, and which of them the referrer gave."""
    form = answers.form_of(referral)
    for section in form.sections:
        for question in section.questions:
            if question.id == "routes":
                items = told.get(section.id) or [{}]
                given = items[0].get("routes")
                picked = given if isinstance(given, list) else []
                return [{"text": choice.label, "met": choice.value in picked} for choice in question.choices]
    return []
