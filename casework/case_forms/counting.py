"""What happens once a case form counts: what it replaces, its clocks, its move, and the tasks whose ground is gone."""

from collections.abc import Mapping

from auth.roles import Actor
from casework.actions.access import open_actions
from casework.actions.service import end_provider_tasks
from casework.case_forms.entries import entries_of
from casework.case_forms.marks import mark_figures
from casework.case_forms.models import FormEntry
from casework.case_forms.rules import follow_of, is_true
from casework.case_forms.speakers import note_speakers
from casework.cases.case_clocks import start_after_form
from casework.cases.closing import close_by_form
from casework.cases.contact_person import name_contact
from casework.cases.models import Case
from casework.cases.moves import move_case
from casework.letters.drafting import follow as draft_letters
from casework.panel_type.case_forms import CaseForm, form_event
from casework.panel_type.registry import panel_types
from extensions import db, now


def take_effect(*, actor: Actor, case: Case, form: CaseForm, entry: FormEntry) -> None:
    """Let an entry count from now on.

    :raises Refused: the move that it calls for cannot be made; nothing of it is kept then.
    """
    entry.counted_at = now()
    corrects = _replace(entry)
    answers = entry.answers or {}
    db.session.flush()
    start_after_form(case, form_event(form.key), answers, at=entry.counted_at, anew=corrects)
    mark_figures(case=case, entry=entry)
    _end_tasks(actor, case, form, entry)
    note_speakers(actor=actor, case=case, form=form, entry=entry)
    _name_contact(case, form, entry)
    _follow(actor, case, form, entry, corrects=corrects)
    db.session.flush()
    draft_letters(
        actor=actor, case=case, templates=form.letters, event=form_event(form.key), occasion=f"form:{entry.id}"
    )


def _replace(entry: FormEntry) -> bool:
    """Mark what this entry corrects; returns whether it corrects anything that counted."""
    if entry.replaces_id is None:
        return False
    replaced = {one.id: one for one in entries_of(entry.case_id)}[entry.replaces_id]
    replaced.replaced_at = entry.counted_at
    return replaced.counted_at is not None


def _name_contact(case: Case, form: CaseForm, entry: FormEntry) -> None:
    place = form.contact
    if place is not None:
        told: Mapping[str, object] = next(iter((entry.answers or {}).get(place.section) or ()), {})
        asked = {"name": place.name, "phone": place.phone, "times": place.times}
        name_contact(case=case, words={key: str(told.get(question) or "") for key, question in asked.items()})


def _end_tasks(actor: Actor, case: Case, form: CaseForm, entry: FormEntry) -> None:
    ends = form.ends_provider_tasks
    if ends is not None and is_true(ends, entry.answers or {}):
        reason = f"{form.title}: the ground for this is gone"
        end_provider_tasks(actor=actor, case=case, actions=open_actions(actor, case), reason=reason)


def _follow(actor: Actor, case: Case, form: CaseForm, entry: FormEntry, *, corrects: bool) -> None:
    follow = follow_of(form.follows, entry.answers or {})
    if follow is None or (corrects and not _can_move(case, follow.verb)):
        # The case went on after the entry that is corrected: a correction does not move it twice.
        return
    if follow.closure_reason:
        reason = follow.closure_reason
        close_by_form(actor=actor, case=case, verb=follow.verb, by_form=form.key, reason=reason, text=form.title)
    else:
        move_case(actor=actor, case=case, verb=follow.verb, reason=form.title, by_form=form.key)


def _can_move(case: Case, verb: str) -> bool:
    moves = panel_types.get(case.panel).lifecycle.transitions
    return any((move.source, move.verb) == (case.state, verb) for move in moves)
