"""Taking a referral: its people become people of a new case, or of one that is open already."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from auth.roles import Actor
from casework.case_forms.speakers import scope_told
from casework.cases.case_clocks import carry_on, start_clocks
from casework.cases.history import add_origin
from casework.cases.models import Case
from casework.cases.service import add_assessment, add_party, closed_cases_of, open_case, record_event, summarise
from casework.cases.told_risk import TOLD
from casework.cases.withholding import asked_for
from casework.documents.service import move_to_case
from casework.errors import Refused
from casework.letters.drafting import follow
from casework.letters.referrers import add_referrer
from casework.letters.service import agree
from casework.panel_type.common_choices import ALLEGED_PERPETRATOR, REPRESENTATIVE
from casework.panel_type.questions import NO, YES, Answers
from casework.panel_type.registry import panel_types
from casework.people.models import Person
from casework.people.service import add_person
from casework.referrals import answers, meaning, stages
from casework.referrals.access import REFERRAL
from casework.referrals.facts import case_answers_of
from casework.referrals.following import CONFIRMED, record
from casework.referrals.meaning import Told
from casework.referrals.models import ACCEPT, JOIN, PUBLIC, REJECT, Referral
from casework.referrals.narrative import case_text
from casework.referrals.next_steps import meeting_for
from casework.referrals.resident_contact import remember_people
from casework.referrals.risk import assessed
from casework.referrals.telling import about, tell_author
from casework.referrals.triage import need_reason, set_aside_proposals
from extensions import db, now
from wall.standing import as_service
from wording.dates import as_date, today, uk_date

Known = Mapping[int, Person]
"""Who a person of the referral is, by place among its people; whoever is not in it is new to the panel."""


@as_service()
def accept(*, actor: Actor, referral: Referral, reason: str, known: Known, repeat_of: Case | None = None) -> Case:
    """Open a case from a referral. Its keys, the restricted one included, and those of ``known`` people are open. The
    service writes: what comes of it may be shut to whoever takes it, who told that they know its people.

    ``repeat_of``: the closed case of the same people; found among ``known`` if it is not given.

    :raises Refused: without a reason, or when the referral is not in triage.
    """
    need_reason(reason)
    told, people = _told(referral)
    before = referral.state
    stages.move_referral(actor=actor, referral=referral, verb=stages.ACCEPT, at=now(), into_case=True)
    persons = _persons(actor, referral, people, known)
    case = open_case(
        actor=actor,
        panel=referral.panel,
        parties=_parties(persons, people),
        band=referral.band,
        urgent=referral.urgent == CONFIRMED,
        children_involved=meaning.children_in(people, today()),
        # A resident leads nothing: whoever opens the case does.
        lead_agency_id=actor.agency_id if referral.source == PUBLIC else referral.agency_id,
        lead_officer_id=actor.account_id if referral.source == PUBLIC else referral.author_id,
        repeat_of=repeat_of or _repeat_of(referral, known),
        state=referral.state,
        verb=stages.ACCEPT,
        source=before,
    )
    _take_into(actor, referral, case, told, list(zip(people, persons, strict=True)))
    start_clocks(case, panel_types.get(case.panel), {case.state, stages.ACCEPT}, at=case.opened_at)
    record(actor, referral, ACCEPT, reason)
    follow(actor=actor, case=case)
    return case


@as_service()
def join(*, actor: Actor, referral: Referral, reason: str, case: Case, known: Known) -> Case:
    """Take a referral into an open case. Everybody keeps the roles they have and gains those told of here.

    :raises Refused: without a reason, when the case is closed or another panel's, or the referral is not in triage.
    """
    need_reason(reason)
    if case.panel != referral.panel or case.closed_at is not None:
        raise Refused("Select a case of this panel that is open", "case")
    told, people = _told(referral)
    stages.move_referral(actor=actor, referral=referral, verb=stages.ACCEPT, at=now(), into_case=True)
    persons = _persons(actor, referral, people, known)
    for person, roles in _parties(persons, people):
        add_party(actor=actor, case=case, person=person, roles=roles)
    case.children_involved = case.children_involved or meaning.children_in(people, today())
    case.urgent = case.urgent or referral.urgent == CONFIRMED
    _take_into(actor, referral, case, told, list(zip(people, persons, strict=True)))
    record(actor, referral, JOIN, reason)
    return case


def _told(referral: Referral) -> tuple[Answers, list[Told]]:
    told = answers.answers_of(referral, restricted=True)
    return told, meaning.people_in(answers.form_of(referral), told, today())


def _persons(actor: Actor, referral: Referral, people: Sequence[Told], known: Known) -> list[Person]:
    return [known.get(place) or _new_person(actor, referral, told) for place, told in enumerate(people)]


def _parties(persons: Sequence[Person], people: Sequence[Told]) -> list[tuple[Person, list[str]]]:
    """One entry for each person, with all roles, though the referral told of them twice."""
    merged: dict[UUID, tuple[Person, list[str]]] = {}
    for person, told in zip(persons, people, strict=True):
        earlier = merged.get(person.id, (person, []))[1]
        merged[person.id] = (person, list(dict.fromkeys([*earlier, *told.roles])))
    return list(merged.values())


def _new_person(actor: Actor, referral: Referral, told: Told) -> Person:
    return add_person(
        actor=actor,
        panel=referral.panel,
        identity=told.identity,
        born_on=told.born_on,
        estimated_age=told.estimated_age,
        address=told.address,
        hidden=told.hidden,
        contact=told.contact,
        safe_contact=told.safe_contact,
        needs=told.needs,
    )


def _repeat_of(referral: Referral, known: Known) -> Case | None:
    months = panel_types.get(referral.panel).repeat_months
    return next(iter(closed_cases_of([person.id for person in known.values()], referral.panel, months)), None)


def _take_into(
    actor: Actor, referral: Referral, case: Case, told: Answers, people: Sequence[tuple[Told, Person]]
) -> None:
    referral.case_id, referral.case = case.id, case
    case.identity_withheld = case.identity_withheld or asked_for(panel_types.get(case.panel), told)
    set_aside_proposals(referral, REJECT)
    title = f"Referral {referral.reference} from {referral.agency.name}"
    text = case_text(answers.form_of(referral), told)
    record_event(actor=actor, case=case, kind="referral", title=title, text=text)
    _bar_colleagues(case, told)
    _take_assessment(actor, referral, case, told, people)
    _ask_for_markers(actor, case, people)
    _note_speakers(actor, referral, case, people)
    remember_people(referral, [person for told, person in people if ALLEGED_PERPETRATOR not in told.roles])
    carry_on(case, object_type=REFERRAL, object_id=referral.id, at=now())
    _keep_origin(referral, case)
    move_to_case(referral_id=referral.id, case_id=case.id)
    _tell_author(actor, referral, case)
    db.session.flush()


def _note_speakers(actor: Actor, referral: Referral, case: Case, people: Sequence[tuple[Told, Person]]) -> None:
    """What the person agreed that whoever speaks for them is told, as the referral says it. An answer that is not known
    notes nothing: nobody is then told anything before the person is asked."""
    for told, person in people:
        said = {key: value for key, value in told.needs.items() if value in (YES, NO)}
        scope = scope_told(meaning.SPEAKERS, {told.section: [said]})
        if scope is not None and REPRESENTATIVE in told.roles:
            words = f"As it stands in {referral.reference}, sent on {uk_date(referral.submitted_at)}"
            agree(actor=actor, case=case, person_id=person.id, scope=scope, words=words)


def _tell_author(actor: Actor, referral: Referral, case: Case) -> None:
    if referral.source == PUBLIC:
        return
    add_referrer(case=case, about=about(referral))
    dates = meeting_for(referral)
    told = {"meeting_on": uk_date(dates.meeting_on)} if dates else {}
    tell_author(actor=actor, referral=referral, verb=stages.ACCEPT, told=told)


def _bar_colleagues(case: Case, told: Answers) -> None:
    """Close the case to ordinary members of the agency for which somebody in it works, if the panel says so."""
    place = panel_types.get(case.panel).bars_agency
    if place is not None:
        named = (item.get(place.question) for item in told.get(place.section) or ())
        case.barred_agency_kind = next((str(kind) for kind in named if kind), case.barred_agency_kind)


def _take_assessment(
    actor: Actor, referral: Referral, case: Case, told: Answers, people: Sequence[tuple[Told, Person]]
) -> None:
    found = assessed(referral)
    if found is None or not found.begun:
        return
    view = meaning.own_view(told)
    affected = [person for someone, person in people if found.tool.subject_role in someone.roles]
    add_assessment(
        actor=actor,
        case=case,
        person=next(iter(affected), None),
        tool=found.tool.id,
        answers=found.answers,
        band=view.band,
        rationale=view.reason,
        occasion="referral",
    )


def _ask_for_markers(actor: Actor, case: Case, people: Sequence[tuple[Told, Person]]) -> None:
    """A warning to staff needs an incident and a review date, which a referral does not give: somebody completes it."""
    for told, person in people:
        if told.staff_risk:
            title = f"Staff safety: record the warning about {person.reference}"
            record_event(actor=actor, case=case, kind=TOLD, title=title, text=told.staff_risk)


def _keep_origin(referral: Referral, case: Case) -> None:
    add_origin(
        case=case,
        referral_id=referral.id,
        form_id=referral.form_id,
        form_version=referral.form_version,
        answers=case_answers_of(referral),
        received_on=as_date(referral.submitted_at) if referral.submitted_at else None,
    )
    summarise(case)
