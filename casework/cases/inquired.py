"""What an auditor's inquiry asks of cases: plain columns and words of the index. Nothing is opened but a name, and that
through the inquiry's own door."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.subjects import Found
from auth.inquiry.facts import CaseFacts, Name, Spells
from auth.panel_facts import hidden_panels
from auth.policy_relationships import EMERGENCY
from auth.roles import Actor
from casework.apart.models import KeptApart
from casework.apart.own import addresses_of_everybody
from casework.cases.access import shut_out_relations
from casework.cases.grant_models import CaseGrant
from casework.cases.let_in import let_in, panels_of
from casework.cases.models import Case, CaseParty, Exclusion, TeamExclusion
from casework.cases.rules import first_affected
from casework.panel_type.calendar import england_and_wales
from casework.panel_type.registry import panel_types
from casework.people.models import Person
from casework.people.namesakes import bearers_of, neighbours_of
from extensions import db
from wall.standing import as_service


def facts() -> CaseFacts:
    """Everything that the floor below is handed."""
    return CaseFacts(
        _closed, _linked, _shut, _left, _namesakes, _neighbours, _days_off, _name_of, _named, let_in, panels_of
    )


def _closed() -> sa.Select[UUID, datetime | None]:
    return sa.select(Case.id, Case.closed_at).where(Case.closed_at.is_not(None))


def _linked() -> Spells:
    # Whoever was cleared was found to have nothing to do with it.
    spell = KeptApart.account_id, KeptApart.object_id, KeptApart.found_at, KeptApart.cleared_at
    return sa.select(*spell).where(KeptApart.cleared_at.is_(None))


def _shut() -> Spells:
    own = sa.select(Exclusion.account_id, Exclusion.case_id, Exclusion.declared_at, Exclusion.lifted_at)
    team = sa.select(TeamExclusion.agency_id, TeamExclusion.case_id, TeamExclusion.declared_at, TeamExclusion.lifted_at)
    both = sa.union_all(own, team).subquery()
    return sa.select(*both.c)


def _left() -> Spells:
    later = sa.orm.aliased(CaseGrant)
    over, later_over, later_begins = _over(CaseGrant), _over(later), _begins(later)
    again = (
        sa.select(sa.func.min(later_begins))
        .where(later.account_id == CaseGrant.account_id, later.case_id == CaseGrant.case_id, later.id != CaseGrant.id)
        .where(*_counted(later), sa.or_(later_over.is_(None), later_over > over))
        .correlate(CaseGrant)
        .scalar_subquery()
    )
    spell = CaseGrant.account_id, CaseGrant.case_id, over, again
    return sa.select(*spell).where(*_counted(CaseGrant), over.is_not(None))


def _counted(grant: type[CaseGrant]) -> tuple[sa.ColumnElement[bool], ...]:
    """A way into a case that was confirmed and had begun before it was over. What opens it in an emergency is a flag of
    its own."""
    over, begins = _over(grant), _begins(grant)
    return (
        grant.kind != EMERGENCY,
        sa.or_(over.is_(None), begins < over),
    )


def _begins(grant: type[CaseGrant]) -> sa.ColumnElement[datetime | None]:
    """Nothing while it is not confirmed, or a guest's meeting is not open."""
    starts, confirmed = grant.from_at, grant.confirmed_at
    return sa.case((starts >= confirmed, starts), (starts < confirmed, confirmed))


def _over(grant: type[CaseGrant]) -> sa.ColumnElement[datetime | None]:
    ends_first = sa.or_(grant.until_at.is_(None), grant.ended_at < grant.until_at)
    return sa.case((ends_first, grant.ended_at), else_=grant.until_at)


def _namesakes(names: Mapping[UUID, str]) -> dict[tuple[UUID, UUID], int]:
    return _cases_of(lambda panel: bearers_of(panel, names))


@as_service()
def _neighbours() -> dict[tuple[UUID, UUID], int]:
    """What people told of themselves is compared and shown to nobody."""
    told = addresses_of_everybody()
    return _cases_of(lambda panel: neighbours_of(panel, told))


def _cases_of(asked: Callable[[str], dict[UUID, set[UUID]]]) -> dict[tuple[UUID, UUID], int]:
    """Account and case with such a person in it, and how many of them the panel knows."""
    found: dict[tuple[UUID, UUID], int] = {}
    for panel in panel_types.every():
        if panel.key in hidden_panels():
            continue  # whom it knows is not for the auditor either
        bearers = asked(panel.key)
        people = set().union(*bearers.values()) if bearers else set()
        withheld = _withheld(people)
        people -= withheld
        cases: dict[UUID, set[UUID]] = {}
        wanted = sa.select(CaseParty.person_id, CaseParty.case_id).where(CaseParty.person_id.in_(people))
        for person_id, case_id in db.session.execute(wanted) if people else ():
            cases.setdefault(person_id, set()).add(case_id)
        for account_id, everybody in bearers.items():
            borne_by = everybody - withheld
            for case_id in {case_id for person_id in borne_by for case_id in cases.get(person_id, ())}:
                found[account_id, case_id] = len(borne_by)
    return found


def _days_off(first: date, last: date) -> Collection[date]:
    calendar = england_and_wales()
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day in calendar.days_off]


@as_service()
def _name_of(kind: str, record_id: UUID) -> Name | None:
    """The name of a person, or of whom or what a case is about; ``None`` for other kinds of records, and where names
    are withheld or nobody may ask. The service looks: a case that is hidden from whoever asks must keep the name from
    them, and be asked about whom it shuts out."""
    if kind == "person":
        person = db.session.get(Person, record_id)
        return _name_in(person) if person is not None else None
    case = db.session.get(Case, record_id) if kind == "case" and _named([(kind, record_id)]) else None
    if case is None:
        return None
    return Name((case.data_key_id,), whose=partial(_affected, case), shut_out=partial(_shut_out, (case.id,)))


@as_service()
def _named(records: Collection[Found]) -> set[Found]:
    """Those of these records whose name can be asked for: cases and people, by what stands in plain columns."""
    ids = {kind: [one for of, one in records if of == kind] for kind in ("case", "person")}
    open_names = Case.identity_withheld.is_(False), Case.destroyed_at.is_(None), Case.panel.not_in(hidden_panels())
    cases = sa.select(Case.id).where(Case.id.in_(ids["case"]), *open_names)
    people = sa.select(Person.id).where(Person.id.in_(ids["person"]), Person.panel.not_in(hidden_panels()))
    found = {("case", one) for one in db.session.scalars(cases)} if ids["case"] else set()
    if not ids["person"]:
        return found
    withheld = _withheld(ids["person"])
    return found | {("person", one) for one in db.session.scalars(people) if one not in withheld}


@as_service()
def _affected(case: Case) -> Name | None:
    """Whose name a case bears; of a case about nobody, its title. What part somebody has in it is sealed with the key
    of the case."""
    tools = panel_types.get(case.panel).risk_tools
    person = first_affected(case.parties, {tool.subject_role for tool in tools})
    if person is not None:
        return _name_in(person, case.id)
    return Name(
        (case.data_key_id,), lambda: (case.summary or {}).get("name", ""), shut_out=partial(_shut_out, (case.id,))
    )


@as_service()
def _name_in(person: Person, *also: UUID) -> Name | None:
    """A person's name, unless it is withheld in any case of theirs; ``also``: a case that it is asked for."""
    if person.panel in hidden_panels() or _withheld({person.id}):
        return None
    theirs = db.session.scalars(sa.select(CaseParty.case_id).where(CaseParty.person_id == person.id))
    ids = tuple(dict.fromkeys((*also, *theirs)))
    return Name((person.data_key_id,), lambda: person.display_name or "", shut_out=partial(_shut_out, ids))


def _shut_out(case_ids: Sequence[UUID], actor: Actor) -> frozenset[str]:
    return frozenset().union(*shut_out_relations(actor, case_ids).values())


@as_service()
def _withheld(people: Collection[UUID]) -> set[UUID]:
    """Those of these people whose names are withheld in a case."""
    wanted = sa.select(CaseParty.person_id).join(Case, CaseParty.case_id == Case.id)
    return set(db.session.scalars(wanted.where(CaseParty.person_id.in_(people), Case.identity_withheld.is_(True))))
