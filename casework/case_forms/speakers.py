"""Noting from a case form how far whoever speaks for the person in the case is told. Letters go by it."""

from auth.roles import Actor
from casework.case_forms.entries import questions_of
from casework.case_forms.models import FormEntry
from casework.cases.models import Case
from casework.letters.recipients import standing
from casework.letters.rules import Scope
from casework.letters.service import agree
from casework.panel_type.case_forms import CaseForm, Speakers
from casework.panel_type.common_choices import REPRESENTATIVE
from casework.panel_type.questions import YES, Answers, Value
from casework.panel_type.shown import display


def scope_told(speakers: Speakers, answers: Answers) -> Scope | None:
    """How far they are told; ``None`` when it was not asked, so that what was noted before stands. Pure.

    Whoever reads what is written hears how it goes as well; anything but a yes is a no.
    """
    updates, contents = _answer(answers, speakers.updates), _answer(answers, speakers.contents)
    if updates is None and contents is None:
        return None
    if contents == YES:
        return Scope.CONTENTS
    return Scope.UPDATES if updates == YES else Scope.NOTHING


def note_speakers(*, actor: Actor, case: Case, form: CaseForm, entry: FormEntry) -> None:
    """Note it for everybody who speaks for the person, where the form asks about them."""
    if form.speakers is None:
        return
    scope = scope_told(form.speakers, entry.answers or {})
    if scope is None:
        return
    words = f"{form.title}: {_how(case, form.speakers, entry)}"
    for party in standing(case):
        if REPRESENTATIVE in (party.roles or ()):
            agree(actor=actor, case=case, person_id=party.person_id, scope=scope, words=words)


def _how(case: Case, speakers: Speakers, entry: FormEntry) -> str:
    asked = {question.id: question for section in questions_of(case, entry).sections for question in section.questions}
    return display(asked[speakers.how], _answer(entry.answers or {}, speakers.how))


def _answer(answers: Answers, question_id: str) -> Value:
    found = (item[question_id] for items in answers.values() for item in items if item.get(question_id) is not None)
    return next(found, None)
