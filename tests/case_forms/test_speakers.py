"""How far whoever speaks for somebody is told, as a case form notes it."""

from dataclasses import replace

import pytest

from casework.case_forms.speakers import scope_told
from casework.letters.rules import Scope
from casework.panel_type.case_forms import CaseForm, Speakers
from casework.panel_type.checks import unsound
from casework.panel_type.questions import Answers, Form, Kind, Question, Section, Sensitivity
from tests.panel_type.small_panel import PANEL

ASKED = Speakers("updates", "contents", "how")


@pytest.mark.parametrize(
    ("updates", "contents", "scope"),
    [
        ("yes", "no", Scope.UPDATES),
        ("yes", "yes", Scope.CONTENTS),
        ("no", "yes", Scope.CONTENTS),
        ("no", "no", Scope.NOTHING),
        ("not_known", "not_known", Scope.NOTHING),
        ("yes", None, Scope.UPDATES),
        (None, None, None),
    ],
)
def test_anything_but_a_yes_would_be_taken_for_one(
    updates: str | None, contents: str | None, scope: Scope | None
) -> None:
    told = {"updates": updates, "contents": contents}
    answers: Answers = {"consent": [{key: value for key, value in told.items() if value is not None}]}
    assert scope_told(ASKED, answers) is scope


def test_a_form_would_note_answers_to_questions_that_it_does_not_ask() -> None:
    asks = tuple(Question(key, key, Kind.YES_NO, Sensitivity.O) for key in ("updates", "contents"))
    form = CaseForm("consent", "Consent", Form("consent", 1, "Consent", (Section("s", "S", "", asks),)), ("chair",))
    noting = replace(PANEL, case_forms=(replace(form, speakers=ASKED),))
    assert [fault.words for fault in unsound(noting)] == [
        "case form consent notes the answer to how, which it does not ask"
    ]
    assert not unsound(replace(PANEL, case_forms=(form,)))
