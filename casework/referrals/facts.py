"""A referral as its panel's own rules see it, before there is a case."""

from casework.panel_type.facts import CaseFacts
from casework.panel_type.questions import Answers, Form, Item, Section
from casework.panel_type.registry import panel_types
from casework.referrals import answers, meaning
from casework.referrals.models import Referral
from extensions import now
from wording.dates import as_date, today

OF_PEOPLE = frozenset({meaning.PEOPLE, meaning.HOUSEHOLD})
OWN_RECORD = (meaning.READ_ELSEWHERE | {"name"}) - {"roles"}
"""Answers of the sections about people that become a person's own record, under the person's own key."""


def facts_of_referral(referral: Referral) -> CaseFacts:
    """The facts of an opened referral; its restricted answers stay apart."""
    form = answers.form_of(referral)
    told = answers.answers_of(referral, restricted=False)
    people = meaning.people_in(form, told, today())
    roles = frozenset(tool.subject_role for tool in panel_types.get(referral.panel).risk_tools)
    subject = meaning.first_affected(people, roles)
    sent = referral.submitted_at
    return CaseFacts(
        now=now(),
        today=today(),
        state=referral.state,
        band=referral.band,
        referral=case_answers(form, told),
        received_on=as_date(sent) if sent else today(),
        subject_born_on=subject.born_on if subject else None,
        numbers=panel_types.get(referral.panel).numbers,
    )


def case_answers_of(referral: Referral) -> Answers:
    """What a case keeps of an opened referral, and what rules see of it."""
    return case_answers(answers.form_of(referral), answers.answers_of(referral, restricted=False))


def case_answers(form: Form, told: Answers) -> Answers:
    """The answers without what becomes a person's own record and without equality monitoring.

    ``told``: restricted answers are in it only by what stands in for them.
    """
    return {
        section.id: [_kept(section, item) for item in told[section.id]]
        for section in form.sections
        if section.id in told
    }


def _kept(section: Section, item: Item) -> Item:
    out = {question.id for question in section.questions if question.monitoring}
    out |= OWN_RECORD if section.id in OF_PEOPLE else set()
    return {key: value for key, value in item.items() if key not in out}
