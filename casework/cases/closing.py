"""Closing a case: never without a new look at the risk, with open actions, or without saying who tells the victim."""

from collections.abc import Sequence

from auth.roles import Actor
from casework.cases.assessments import assessments_of
from casework.cases.events import record_event
from casework.cases.facts import facts_of, refuse_unmet
from casework.cases.models import Assessment, Case
from casework.cases.moves import check_role, enter, lock, refuse_strange_form, transition_for
from casework.cases.rules import closing_assessment_counts
from casework.errors import Refused
from casework.panel_type.closing import closing_guards, closing_states
from casework.panel_type.definition import SYSTEM, PanelType
from casework.panel_type.lifecycle import Guard, Transition
from casework.panel_type.meeting_rules import Present
from casework.panel_type.registry import panel_types
from casework.panel_type.risk import score
from extensions import db
from inputs import Option
from wording.dates import as_date, today

VICTIM_TOLD = (
    Option("told", "They have been told"),
    Option("to_tell", "Somebody will tell them"),
    Option("not_told", "They will not be told"),
)


def close_case(
    *,
    actor: Actor,
    case: Case,
    reason: str,
    victim_told: str,
    victim_told_words: str,
    open_actions: int,
    text: str = "",
    present: Sequence[Present] = (),
    target: str = "",
) -> Case:
    """Close an open case for a reason of its panel, into the state ``target`` if there are several ends.

    ``victim_told``: told, to_tell or not_told; ``victim_told_words``: by whom and how, or why not.
    ``open_actions``: how many actions still stand (``casework.actions.service.open_count``); they must be done, found
    not possible, or handed over first. ``present``: who is in the room, when it is closed at the table. Sets the day
    from which the record may be disposed of.
    :raises Refused: whatever is missing, with the form's field.
    """
    lock(case)
    panel = panel_types.get(case.panel)
    transition = closing_move(panel, case.state, target)
    needed = closing_guards(panel, transition.target)
    check_role(actor, case.panel, transition)
    if reason not in {offered.value for offered in panel.closure_reasons}:
        raise Refused("Select why the case is closed", "reason")
    if Guard.ACTIONS_SETTLED in needed and open_actions:
        raise Refused(_actions_words(open_actions))
    if Guard.CLOSING_ASSESSMENT in needed and closing_assessment(case) is None:
        raise Refused("Assess the risk again for the closing, with at least the share of answers the tool asks for")
    told = _told_words(victim_told, victim_told_words)
    refuse_unmet(transition.requires, lambda: facts_of(case, present=present))
    enter(case, panel, transition, by=actor)
    _record_closing(actor, case, panel, reason, "\n\n".join(filter(None, [told, text])))
    return case


def close_by_form(*, actor: Actor, case: Case, verb: str, by_form: str, reason: str, text: str) -> Case:
    """Make the move into an ended state that a case form follows with, for the closure reason that goes with it.

    A sound definition gives no form a way into a state that asks for a closing assessment, settled actions or that the
    person was told.
    :raises Refused: the lifecycle has no such move now, or one of its requirements does not hold.
    """
    lock(case)
    panel = panel_types.get(case.panel)
    refuse_strange_form(panel, by_form, verb)
    transition = transition_for(panel, case.state, verb)
    if closing_guards(panel, transition.target):
        raise Refused("This ends the case. Close it with a closing assessment and a reason")
    refuse_unmet(transition.requires, lambda: facts_of(case))
    enter(case, panel, transition, by=actor)
    _record_closing(actor, case, panel, reason, text)
    return case


def closing_move(panel: PanelType, state: str, target: str = "") -> Transition:
    """The move that closes a case in ``state``, into ``target`` if it is named. Raises ``Refused`` if there is none."""
    ends = closing_states(panel) if not target else closing_states(panel) & {target}
    for transition in panel.lifecycle.transitions:
        by_hand = not transition.by_form and set(transition.roles) != {SYSTEM}
        if transition.source == state and transition.target in ends and by_hand:
            return transition
    raise Refused(f"The case cannot be closed while it is at “{panel.lifecycle.state(state).title}”")


def closing_assessment(case: Case) -> Assessment | None:
    """The newest complete assessment made for this closing, if there is one."""
    for assessment in reversed(assessments_of(case.id)):
        if closing_assessment_counts(assessment.occasion, as_date(assessment.made_at), today()):
            tool = panel_types.get(case.panel).tool(assessment.tool)
            if score(tool, assessment.answers or {}).complete:
                return assessment
    return None


def _record_closing(actor: Actor, case: Case, panel: PanelType, reason: str, text: str) -> None:
    case.closure_reason = reason
    label = next(offered.label for offered in panel.closure_reasons if offered.value == reason)
    record_event(actor=actor, case=case, kind="closed", title=f"Case closed: {label}", text=text)
    db.session.flush()


def _actions_words(count: int) -> str:
    these = "1 action is" if count == 1 else f"{count} actions are"
    return f"{these} still open. Mark each as done or not possible, or hand it over, before you close the case"


def _told_words(victim_told: str, words: str) -> str:
    label = next((offered.label for offered in VICTIM_TOLD if offered.value == victim_told), None)
    if label is None:
        raise Refused("Select whether the person affected has been told", "victim_told")
    if not words.strip():
        ask = "Enter why they will not be told" if victim_told == "not_told" else "Enter who tells them and how"
        raise Refused(ask, "victim_told_words")
    return f"{label}. {words.strip()}"
