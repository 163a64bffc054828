"""What the agencies did between the meetings: a warning to staff, a risk looked at again, actions, first answers."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from uuid import UUID

from auth.roles import Actor
from casework.actions.access import actions_on_page, my_actions
from casework.actions.service import report_on_action
from casework.cases.access import case_by_id
from casework.cases.assessments import add_assessment
from casework.cases.notes import add_note
from casework.enquiries.access import my_enquiries
from casework.enquiries.rules import Known
from casework.enquiries.service import Answer, answer
from casework.people.service import add_marker, check_safe_contact
from demo.answers import risk
from demo.scenes import Scene

Act = Callable[[str, datetime], AbstractContextManager[Actor]]

LATER_RISK = {
    "penhallow": "daily yes both known now me no several lot both avoids missing isolated neighbours",
    "ashgrove": "monthly yes no known past me no one moderately mental somewhat helping few household",
    "lanternwick": "weekly yes no sight now household no one lot mental somewhat helping few at_risk",
}


def warn_staff(act: Act, at: datetime, case_id: UUID, happened_on: date, review_on: date) -> None:
    """The coordinator completes the warning that the referral asked for, and checks safe contact."""
    with act("cora", at) as actor:
        case = case_by_id(actor, case_id, "case.people").case
        person = case.parties[0].person
        add_marker(
            actor=actor,
            person=person,
            kind="weapon",
            incident="A visitor to the flat showed a knife to the caretaker in the stairwell. Visit in pairs.",
            source="Quillon Police, report by the caretaker",
            happened_on=happened_on,
            review_on=review_on,
        )
        check_safe_contact(actor=actor, person=person)


def look_again(act: Act, at: datetime, cases: dict[Scene, UUID], tool: str) -> None:
    """The coordinator scores the risk again before the review."""
    for scene, case_id in cases.items():
        if scene.key in LATER_RISK:
            with act("cora", at) as actor:
                case = case_by_id(actor, case_id, "case.assess").case
                add_assessment(
                    actor=actor,
                    case=case,
                    person=case.parties[0].person,
                    tool=tool,
                    answers=risk(LATER_RISK[scene.key]),
                    occasion="review",
                )


def report_and_note(act: Act, at: datetime, case_id: UUID) -> None:
    """Two agencies finish or report on an action, and the police add what they know."""
    for who, status, words in (
        ("rowan", "done", "Equipment fitted. Two nights recorded so far."),
        ("maple", "done", "New plan agreed by phone. She feels calmer."),
        ("larch", "in_progress", "Draft papers are with legal services."),
    ):
        with act(who, at) as actor:
            for action in actions_on_page(actor, my_actions(actor).limit(1)):
                report_on_action(actor=actor, action=action, status=status, text=words)
    with act("cora", at) as actor:
        case = case_by_id(actor, case_id, "case.note").case
        add_note(actor=actor, case=case, nature="allegation", text="A neighbour says the two men are back at night.")


def first_answers(act: Act, at: datetime, scenes: dict[UUID, Scene]) -> None:
    """Three agencies have answered part of the questions for the coming meeting."""
    for who, agency in (("larch", "police"), ("maple", "victim_support"), ("elm", "mental_health")):
        with act(who, at) as actor:
            waiting = [enquiry for enquiry in my_enquiries(actor) if enquiry.answered_at is None]
            for enquiry in waiting:
                scene = scenes.get(enquiry.case_id)
                words = scene.said.get(agency) if scene else None
                given = Answer(Known.KNOWN, {"facts": words}) if words else Answer(Known.NOT_KNOWN, {})
                answer(actor=actor, enquiry=enquiry, version=enquiry.version, given=given)
