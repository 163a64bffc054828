"""What counts as a change of a definition, and what does not."""

from collections.abc import Callable
from dataclasses import replace

from casework.panel_type.definition import PanelType
from casework.panel_type.facts import CaseFacts, Requirement
from casework.panel_type.fingerprint import parts_of, whole
from casework.panel_type.questions import Choice
from tests.panel_type.small_panel import CLOCK, DECISION, PANEL, QUESTIONS, SECTION

LEAST = 2


def changed(panel: PanelType) -> set[str]:
    now, then = parts_of(panel), parts_of(PANEL)
    return {name for name in {*now, *then} if now.get(name) != then.get(name)}


def test_the_same_definition_has_the_same_fingerprint_however_often_it_is_taken() -> None:
    assert whole(parts_of(PANEL)) == whole(parts_of(replace(PANEL)))
    assert len(whole(parts_of(PANEL))) == 64


def test_a_change_is_told_by_the_name_of_its_part() -> None:
    question = replace(QUESTIONS[0], hint="Think of children too")
    form = replace(PANEL.referral_form, sections=(replace(SECTION, questions=(question, QUESTIONS[1])),))
    assert changed(replace(PANEL, referral_form=form)) == {"Referral form, “About”, question “Is it safe?”"}
    assert changed(replace(PANEL, clocks=(replace(CLOCK, length=5),))) == {"Deadline “Triage”"}
    assert changed(replace(PANEL, decisions=(replace(DECISION, title="End"),))) == {
        "Decision “Close”",
        "Decision “End”",
    }
    assert changed(replace(PANEL, repeat_months=6)) == {"Repeat months"}
    assert changed(replace(PANEL, case_roles=(Choice("victim", "Person affected"),))) == {
        "Role in a case “Victim”",
        "Role in a case “Person affected”",
    }


def at_least(number: int) -> Callable[[CaseFacts], bool]:
    def holds(facts: CaseFacts) -> bool:
        """Enough actions stand."""
        return facts.open_actions >= number

    return holds


def enough(facts: CaseFacts) -> bool:
    """Enough actions stand."""
    return facts.open_actions >= LEAST  # and no more is asked


def never(facts: CaseFacts) -> bool:
    return False


def ruled(holds: Callable[[CaseFacts], bool]) -> set[str]:
    return changed(replace(PANEL, decisions=(replace(DECISION, requires=(Requirement("r", "Why", holds),)),)))


def print_of(holds: Callable[[CaseFacts], bool]) -> str:
    rule = Requirement("r", "Why", holds)
    return whole(parts_of(replace(PANEL, decisions=(replace(DECISION, requires=(rule,)),))))


def test_a_rule_counts_by_what_it_does() -> None:
    assert ruled(enough) == ruled(never) == {"Decision “Close”"}
    assert print_of(enough) != print_of(never)
    assert print_of(at_least(2)) == print_of(at_least(2))
    assert print_of(at_least(2)) != print_of(at_least(3))
    assert print_of(lambda facts: facts.open_actions == 0) != print_of(lambda facts: facts.open_actions == 1)


def test_a_constant_that_a_rule_reads_counts(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    before = print_of(enough)
    monkeypatch.setitem(enough.__globals__, "LEAST", 3)
    assert print_of(enough) != before
