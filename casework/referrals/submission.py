"""Sending a referral: what is still missing, and what happens when it is complete."""

from dataclasses import dataclass

from auth.roles import Actor
from casework.errors import Refused
from casework.notifications.service import tell_role
from casework.panel_type.answers import Problem, form_problems, pruned
from casework.panel_type.definition import COORDINATOR
from casework.panel_type.questions import Answers, Section
from casework.panel_type.registry import panel_types
from casework.panel_type.shown import answer_in_words
from casework.people.service import area_of, display_name
from casework.references import next_reference
from casework.referrals import answers, meaning
from casework.referrals.apart import check_referral
from casework.referrals.drafts import refuse_sent
from casework.referrals.indexing import SUBJECT, index_subjects
from casework.referrals.models import Referral
from casework.referrals.resident_notes import note_answers
from casework.referrals.risk import RISK, SECTION, band_of, risk_problem
from casework.referrals.stages import SUBMIT, move_referral
from casework.referrals.telling import tell_author
from casework.referrals.unique import index_unique, one_at_a_time, taken_answers
from extensions import now
from wording.dates import today

REFERRAL_MARK = "R"
"""Stands before the panel's letter, so that a referral's reference is never taken for a case's."""


@dataclass(frozen=True)
class Missing:
    """One thing that stops a referral from being sent. ``item``: number of the entry of a section that repeats."""

    section: Section
    problem: Problem
    item: int | None

    @property
    def path(self) -> str:
        """Where it is put right, below the referral's own address."""
        return self.section.id if self.item is None else f"{self.section.id}/{self.item}"


def missing_from(referral: Referral) -> list[Missing]:
    """Everything that stops this draft from being sent, in the order of the form."""
    form = answers.form_of(referral)
    told = answers.answers_of(referral, restricted=True)
    problems = form_problems(form, told)
    found = [Missing(section, problem, _item(referral, section, problem)) for section, problem in problems]
    found += [Missing(*taken, _item(referral, *taken)) for taken in taken_answers(referral, form, told)]
    about_risk = risk_problem(referral, told)
    if about_risk is not None:
        found.append(Missing(SECTION, about_risk, None))
    return found


def submit(*, actor: Actor, referral: Referral) -> Referral:
    """Send a complete draft: it gets its reference, goes to triage, its clock starts, and it can be found.

    What is kept is the answers to questions that were asked; an answer to a question that no longer applies goes.

    :raises Refused: it was sent already, or something required is missing.
    """
    refuse_sent(referral)
    one_at_a_time(referral, answers.form_of(referral))
    if missing_from(referral):
        raise Refused("Some answers are missing. Put them right before you send the referral")
    return _send(actor=actor, referral=referral)


def send_handed_over(*, actor: Actor, referral: Referral) -> Referral:
    """Send what another panel passes on. Its own form may ask more than the other panel could know, so nothing is
    missing from it, and the move is the service's: whoever passes it on need not be one who refers here.

    :raises Refused: it was sent already, or this panel takes nothing from others.
    """
    refuse_sent(referral)
    return _send(actor=None, referral=referral)


def send_from_resident(*, referral: Referral) -> Referral:
    """Send what a resident wrote; the move is the service's, for a resident holds no role.

    :raises Refused: it was sent already.
    """
    refuse_sent(referral)
    one_at_a_time(referral, answers.form_of(referral))
    sent = _send(actor=None, referral=referral)
    note_answers(sent)
    return sent


def _send(*, actor: Actor | None, referral: Referral) -> Referral:
    told = _keep_what_was_asked(referral)
    panel = panel_types.get(referral.panel)
    referral.band = band_of(referral, told)
    referral.hides_address = answers.hides_an_address(told)
    referral.summary = _summary(referral, told)
    mark, hidden = f"{REFERRAL_MARK}{panel.reference_letter}", panel.visibility.existence_hidden
    referral.reference = next_reference(mark, scattered=hidden)
    referral.submitted_at = now()
    move_referral(actor=actor, referral=referral, verb=SUBMIT, at=referral.submitted_at)
    index_subjects(referral, told)
    check_referral(referral)
    index_unique(referral, told)
    tell_role(panel=referral.panel, roles=(COORDINATOR,), template="referral_received", path="/triage")
    tell_author(actor=actor, referral=referral, verb=SUBMIT)
    return referral


def _keep_what_was_asked(referral: Referral) -> Answers:
    form = answers.form_of(referral)
    told = answers.answers_of(referral, restricted=True)
    kept = pruned(form, told)
    for section in form.sections:
        for place, number in enumerate(answers.item_numbers(referral, section.id)):
            if kept[section.id][place] != told[section.id][place]:
                answers.keep_item(referral, section, number, kept[section.id][place])
    return kept


def _item(referral: Referral, section: Section, problem: Problem) -> int | None:
    if not section.repeats or not problem.question_id:
        return None
    return answers.item_numbers(referral, section.id)[problem.item_index]


def _summary(referral: Referral, told: Answers) -> dict[str, str]:
    tools = panel_types.get(referral.panel).risk_tools
    people = meaning.people_in(answers.form_of(referral), told, today())
    person = meaning.first_affected(people, frozenset(tool.subject_role for tool in tools))
    if person is None:
        return {"name": _title(referral, told), "age": "", "area": ""}
    return {
        "name": display_name(person.identity),
        "age": person.age_words(today()),
        "area": area_of(person.address) or "",
    }


def _title(referral: Referral, told: Answers) -> str:
    """What names a referral about no person, in the words of its panel."""
    line = panel_types.get(referral.panel).titled_by
    return answer_in_words(answers.form_of(referral), told, line.section, line.question) if line else ""


__all__ = ["RISK", "SUBJECT", "Missing", "missing_from", "submit"]
