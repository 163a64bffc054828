"""What can be done with case forms. Each verb writes the rows, the timeline entry and what follows together."""

from dataclasses import replace

from auth.doors import NotAllowed
from auth.roles import Actor
from casework.case_forms.counting import take_effect
from casework.case_forms.entries import case_form_of, entries_of, entry_in_place_of, find_case_form
from casework.case_forms.judging import Unfit, judged
from casework.case_forms.models import FormEntry
from casework.case_forms.rules import (
    CARRY_CASES,
    fits_state,
    is_fresh,
    is_offered,
    may_be_second,
    may_correct,
    may_fill,
)
from casework.cases.events import record_event
from casework.cases.facts import facts_of, refuse_unmet, took_part_in
from casework.cases.models import Case
from casework.cases.moves import lock
from casework.cases.named import names_read_by, names_told
from casework.errors import Refused, Stale
from casework.notifications.service import tell, tell_role
from casework.panel_settings.narrative import must_be_reason
from casework.panel_type.answers import Problem
from casework.panel_type.case_forms import CaseForm, Second
from casework.panel_type.facts import CaseFacts
from casework.panel_type.questions import Answers, Kind, Sensitivity
from casework.panel_type.registry import panel_types
from extensions import db, now

__all__ = ["Unfit", "confirm", "correct", "decline", "fill_in", "is_correctable", "is_open_to", "may_agree", "why_shut"]

TYPED = (Kind.TEXT, Kind.LONG)


def fill_in(*, actor: Actor, case: Case, key: str, answers: Answers) -> FormEntry:
    """Fill in a form on an opened case. Where it needs nobody else it counts at once, with all that follows.

    Answers to what is not asked are left out.
    :raises NotAllowed: the panel has no such form, it is not offered on this case, or others fill it in.
    :raises Unfit: something required is missing, an answer does not hold, or words name somebody whose name is
        withheld here; with the problems question by question.
    :raises Refused: not at this state, filled in already, or something that must hold before does not.
    """
    lock(case)
    form, facts = case_form_of(case.panel, key), facts_of(case)
    if not is_open_to(actor, case, form, facts):
        raise NotAllowed
    shut = why_shut(case, form)
    if shut:
        raise Refused(shut)
    kept = judged(form, facts, answers, agency_type=actor.agency_type)
    _refuse_names(case, form, kept)
    refuse_unmet(form.requires, lambda: facts)
    return _write(actor, case, form, kept, None)


def correct(*, actor: Actor, case: Case, entry: FormEntry, answers: Answers) -> FormEntry:
    """Put an entry right: a new one takes its place, and the old one stays in the history.

    Where a second person is needed, the old one counts until they agree to the new one.
    :raises NotAllowed, Unfit: as :func:`fill_in`, or another agency's entry.
    :raises Refused: the case is closed, or it was declined.
    :raises Stale: somebody corrected it first.
    """
    lock(case)
    db.session.refresh(entry, ["replaced_at", "declined_at", "counted_at"], with_for_update=True)
    form, facts = case_form_of(case.panel, entry.form), _without(facts_of(case), entry)
    if not _is_correctable(actor, case, form, entry, facts):
        raise NotAllowed
    _refuse_ended(case, form)
    if entry.declined_at is not None:
        raise Refused("The second person did not agree to this. Fill the form in again")
    if _overtaken(entry):
        raise _stale(entry)
    kept = judged(form, facts, answers, agency_type=actor.agency_type)
    _refuse_names(case, form, kept)
    refuse_unmet(form.requires, lambda: facts)
    return _write(actor, case, form, kept, entry)


def confirm(*, actor: Actor, case: Case, entry: FormEntry) -> FormEntry:
    """Agree to what somebody else filled in: from now on it counts, with all that follows.

    :raises NotAllowed: this person may not be the second.
    :raises Refused: it was settled already, or something that must hold before no longer does.
    """
    form = _settle(actor, case, entry)
    facts = _without(facts_of(case), entry)
    if not is_offered(form, facts):
        raise Refused("This form no longer applies to the case, so it cannot be agreed to")
    refuse_unmet(form.requires, lambda: facts)
    entry.second_by_id, entry.second_agency_id, entry.second_at = actor.account_id, actor.agency_id, now()
    entry.second_agency = None
    db.session.flush()
    db.session.expire(entry, ["second_by", "second_agency"])
    record_event(actor=actor, case=case, kind="form", title=f"Agreed as the second person: {form.title}")
    take_effect(actor=actor, case=case, form=form, entry=entry)
    return entry


def decline(*, actor: Actor, case: Case, entry: FormEntry, reason: str) -> FormEntry:
    """Do not agree: the entry never counts. It stays on record with the reason.

    :raises NotAllowed, Refused: as :func:`confirm`, or without a reason.
    """
    must_be_reason(case.panel, reason=reason)
    form = _settle(actor, case, entry)
    if not reason.strip():
        raise Refused("Enter why you do not agree", "reason")
    entry.second_by_id, entry.second_agency_id = actor.account_id, actor.agency_id
    entry.declined_at, entry.declined_because = now(), reason.strip()
    record_event(actor=actor, case=case, kind="form", title=f"Not agreed by the second person: {form.title}")
    tell(account_id=entry.by_id, template="form_declined")
    return entry


def is_open_to(actor: Actor, case: Case, form: CaseForm, facts: CaseFacts) -> bool:
    """Whether the form exists for this person on this case, at whatever state."""
    fresh = is_fresh(form, facts.took_part, actor.account_id)
    return is_offered(form, facts) and fresh and may_fill(form, _roles(actor, case), actor.agency_type)


def why_shut(case: Case, form: CaseForm) -> str:
    """Why the form cannot be filled in now, in words; nothing when it can."""
    state = panel_types.get(case.panel).lifecycle.state(case.state)
    if not fits_state(form, state):
        return f"This form cannot be filled in while the case is at “{state.title}”"
    if form.once and any(entry.form == form.key and entry.stands() for entry in entries_of(case.id)):
        return "This form was filled in already. Correct what was entered if it has to change"
    return ""


def may_agree(actor: Actor, case: Case, entry: FormEntry) -> bool:
    """Whether the entry waits for a second person and this one may be it. Opens nothing."""
    form = find_case_form(case.panel, entry.form)
    if form is None or not entry.waits():
        return False
    if form.fresh_eyes and not is_fresh(form, took_part_in(case), actor.account_id):
        return False
    return may_be_second(
        form,
        {role.value for role in actor.own_roles(case.panel)},  # nobody agrees by a role that they hold as cover
        actor.agency_type,
        account_id=actor.account_id,
        agency_id=actor.agency_id,
        by_id=entry.by_id,
        by_agency_id=entry.agency_id,
    )


def is_correctable(actor: Actor, case: Case, entry: FormEntry) -> bool:
    """Whether this person may correct the entry."""
    form = find_case_form(case.panel, entry.form)
    return form is not None and _is_correctable(actor, case, form, entry, _without(facts_of(case), entry))


def _is_correctable(actor: Actor, case: Case, form: CaseForm, entry: FormEntry, facts: CaseFacts) -> bool:
    own = entry.by_id == actor.account_id
    if not is_offered(form, facts) or not (own or is_fresh(form, facts.took_part, actor.account_id)):
        return False
    roles = _roles(actor, case)
    return may_correct(form, roles, actor.agency_type, agency_id=actor.agency_id, of_agency=entry.agency_id)


def _refuse_names(case: Case, form: CaseForm, answers: Answers) -> None:
    """Words that are no answer to who somebody is name nobody whose name is withheld, where others read the form.

    :raises Unfit: with each question that tells.
    """
    if form.readers and names_read_by(form.readers):
        return
    found = [
        (section, Problem(question.id, index, message))
        for section in form.form.sections
        for index, item in enumerate(answers.get(section.id) or ())
        for question in section.questions
        if question.kind in TYPED and question.sensitivity is not Sensitivity.I and not question.restricted
        for _, message in names_told(case, {question.id: str(item.get(question.id) or "")})
    ]
    if found:
        raise Unfit(tuple(found))


def _write(actor: Actor, case: Case, form: CaseForm, answers: Answers, corrects: FormEntry | None) -> FormEntry:
    entry = FormEntry(
        data_key_id=case.data_key_id,
        case_id=case.id,
        form=form.key,
        form_id=form.form.id,
        form_version=form.form.version,
        answers=answers,
        by_id=actor.account_id,
        agency_id=actor.agency_id,
        replaces_id=corrects.id if corrects else None,
    )
    db.session.add(entry)
    db.session.flush()
    done = "Form corrected" if corrects else "Form filled in"
    record_event(actor=actor, case=case, kind="form", title=f"{done}: {form.title}")
    if form.second is Second.NOBODY:
        take_effect(actor=actor, case=case, form=form, entry=entry)
        return entry
    if corrects is not None and corrects.counted_at is None:
        corrects.replaced_at = now()
    _tell_seconds(case, form)
    return entry


def _settle(actor: Actor, case: Case, entry: FormEntry) -> CaseForm:
    """The form of an entry on which this person is about to say yes or no, held so that nobody else does meanwhile."""
    lock(case)
    db.session.refresh(entry, ["replaced_at", "declined_at", "counted_at"], with_for_update=True)
    if not entry.waits():
        raise Refused("This was settled already")
    if not may_agree(actor, case, entry):
        raise NotAllowed
    return case_form_of(case.panel, entry.form)


def _without(facts: CaseFacts, entry: FormEntry) -> CaseFacts:
    """The facts as they would be without one entry, which is judged against the rest."""
    others = tuple(one for one in facts.filled if (one.at, one.form, one.by_id) != (entry.at, entry.form, entry.by_id))
    return replace(facts, filled=others)


def _overtaken(entry: FormEntry) -> bool:
    """Whether a later entry corrects this one already, be it that a second person has still to agree to that."""
    return entry.replaced_at is not None or entry_in_place_of(entry) is not entry


def _stale(entry: FormEntry) -> Stale:
    """The page sets the two side by side, question by question."""
    return Stale(theirs="", mine="", by=entry_in_place_of(entry).by.name, version=1)


def _refuse_ended(case: Case, form: CaseForm) -> None:
    state = panel_types.get(case.panel).lifecycle.state(case.state)
    if not state.open and not fits_state(form, state):
        raise Refused("The case is closed, so this can no longer be corrected")


def _tell_seconds(case: Case, form: CaseForm) -> None:
    roles = tuple(role for role in form.roles if role in CARRY_CASES)
    if roles:
        tell_role(panel=case.panel, roles=roles, template="form_to_confirm")


def _roles(actor: Actor, case: Case) -> set[str]:
    return {role.value for role in actor.roles(case.panel)}
