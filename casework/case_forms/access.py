"""The doors to case forms: those of the case. What a form says is for its readers; that it was filled in, for all."""

from dataclasses import dataclass
from uuid import UUID

from auth.doors import NotAllowed
from auth.roles import Actor
from casework.case_forms import rules
from casework.case_forms.entries import case_form_of, entry_of, find_case_form
from casework.case_forms.models import FormEntry
from casework.case_forms.service import is_open_to, may_agree
from casework.cases.access import OpenCase, case_for
from casework.cases.facts import facts_of
from casework.cases.models import Case
from casework.panel_type.case_forms import CaseForm
from casework.panel_type.facts import CaseFacts


@dataclass(frozen=True)
class OpenForm:
    """A form that this person may fill in on an opened case, and the facts it is judged by."""

    opened: OpenCase
    form: CaseForm
    facts: CaseFacts


@dataclass(frozen=True)
class OpenEntry:
    """An entry of an opened case. ``readable``: whether this person reads what it says."""

    opened: OpenCase
    entry: FormEntry
    readable: bool


def form_for(actor: Actor, reference: str, key: str) -> OpenForm:
    """Open a case to fill in one of its forms.

    :raises NotAllowed: the case or the form does not exist for this person: one and the same answer.
    """
    opened = case_for(actor, reference, "case.form", event="case.form")
    form, facts = case_form_of(opened.case.panel, key), facts_of(opened.case)
    if not is_open_to(actor, opened.case, form, facts):
        raise NotAllowed
    return OpenForm(opened, form, facts)


def entry_for(actor: Actor, reference: str, key: str, entry_id: UUID, permission: str = "case.read") -> OpenEntry:
    """Open a case with one entry of one of its forms.

    :raises NotAllowed: as :func:`form_for`, or there is no such entry.
    """
    event = "case.forms" if permission == "case.read" else "case.form"
    opened = case_for(actor, reference, permission, event=event)
    entry = entry_of(opened.case, entry_id)
    if entry.form != key:
        raise NotAllowed
    return OpenEntry(opened, entry, may_read(actor, opened.case, entry))


def may_read(actor: Actor, case: Case, entry: FormEntry) -> bool:
    """Whether somebody who has the case open reads what this entry says.

    Of a form that the panel no longer has, the readers are not known: whoever carries the panel's cases reads it.
    """
    roles = {role.value for role in actor.roles(case.panel)}
    form = find_case_form(case.panel, entry.form)
    if form is None:
        return not rules.CARRY_CASES.isdisjoint(roles)
    return rules.may_read(
        form,
        roles,
        is_author=actor.account_id in (entry.by_id, entry.second_by_id),
        decides=may_agree(actor, case, entry),
    )
