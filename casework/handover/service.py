"""Passing a theme of a case on to the panel that takes it: a referral of its own there, with nobody named."""

from auth.doors import NotAllowed
from auth.roles import Actor
from casework.cases.models import Case
from casework.cases.named import people_known
from casework.cases.service import move_case, record_event
from casework.errors import Refused
from casework.letters.drafting import follow
from casework.panel_type.answers import Problem, asked, form_problems
from casework.panel_type.definition import PanelType, PassOn
from casework.panel_type.lifecycle import NotPossible, find
from casework.panel_type.questions import Answers
from casework.panel_type.registry import panel_types
from casework.panel_type.shown import display
from casework.people.named import named_in
from casework.referrals.handed_over import send_on
from casework.referrals.models import Referral
from extensions import db


class Unfit(Refused):
    """Something stands against passing it on; each problem names its question."""

    def __init__(self, problems: list[tuple[str, Problem]]) -> None:
        super().__init__(problems[0][1].message)
        self.problems = problems


def receiver_of(topic: str, but: str) -> PanelType | None:
    """The panel that takes this topic here; ``None`` when none runs."""
    return next((panel for panel in panel_types.all() if topic in panel.receives and panel.key != but), None)


def offered(actor: Actor, case: Case) -> list[PassOn]:
    """What this person can pass on from this case now."""
    panel = panel_types.get(case.panel)
    held = {role.value for role in actor.roles(case.panel)}
    return [
        one
        for one in panel.passes_on
        if held & set(one.roles) and receiver_of(one.topic, panel.key) and _can_move(panel, case.state, one.verb)
    ]


def pass_on(*, actor: Actor, case: Case, key: str, answers: Answers) -> Referral:
    """Send what was written to the panel that takes it, and move the case. People and addresses of the case are open.

    :raises NotAllowed: there is nothing by that name for this person on this case now.
    :raises Unfit: something required is missing, or the words could tell who it is about.
    """
    passing = next((one for one in offered(actor, case) if one.key == key), None)
    if passing is None:
        raise NotAllowed
    problems = [(section.id, problem) for section, problem in form_problems(passing.form, answers)]
    problems += _named(case, passing, answers)
    if problems:
        raise Unfit(problems)
    receiver = receiver_of(passing.topic, case.panel)
    assert receiver is not None  # it is offered only where there is one
    sent = send_on(actor=actor, panel=receiver, answers=answers)
    title = f"Passed on to the {receiver.name}: {sent.reference}"
    record_event(actor=actor, case=case, kind="passed_on", title=title, text=_text(passing, answers))
    move_case(actor=actor, case=case, verb=passing.verb, reason=passing.title)
    db.session.flush()
    follow(actor=actor, case=case)
    return sent


def _named(case: Case, passing: PassOn, answers: Answers) -> list[tuple[str, Problem]]:
    people = people_known(case)
    found = []
    for section in passing.form.sections:
        for place, item in enumerate(answers.get(section.id) or []):
            for question in asked(section, item):
                words = named_in(display(question, item.get(question.id)), people, [case.reference])
                if words:
                    told = ", ".join(f"“{word}”" for word in words)
                    message = f"Take out {told}: it could tell who this is about"
                    found.append((section.id, Problem(question.id, place, message)))
    return found


def _text(passing: PassOn, answers: Answers) -> str:
    return "\n".join(
        f"{question.label} {display(question, item.get(question.id))}"
        for section in passing.form.sections
        for item in answers.get(section.id) or []
        for question in asked(section, item)
    )


def _can_move(panel: PanelType, state: str, verb: str) -> bool:
    try:
        find(panel.lifecycle, state, verb)
    except NotPossible:
        return False
    return True
