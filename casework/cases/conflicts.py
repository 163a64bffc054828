"""Conflicts of interest. While one stands, the case is closed to that person from the next request on."""

from uuid import UUID

import sqlalchemy as sa

from auth.doors import NotAllowed
from auth.models import Account, Agency, Appointment
from auth.policy import may
from auth.policy_relationships import EXCLUDED, NOT_NAMED
from auth.roles import Actor, Role
from casework.cases.access import related_to
from casework.cases.events import record_unsealed
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case, Exclusion, TeamExclusion
from casework.cases.shut_out import everybody_shut_out
from casework.errors import Refused
from extensions import db
from inputs import Option
from wording.dates import today

CONNECTIONS = (
    Option("family", "Family, household or close friend of somebody in the case"),
    Option("neighbour", "Neighbour"),
    Option("landlord_tenant", "Landlord or tenant of somebody in the case"),
    Option("work", "Employer, colleague or business"),
    Option("complaint", "Subject of a complaint in the case"),
    Option("decision", "Made a decision that is looked at again"),
    Option("earlier", "Was personally involved before"),
    Option("interest", "Political or financial interest"),
)


def declare_conflict(
    *, actor: Actor, case_id: UUID, account_id: UUID, connection: str, also: frozenset[str] = frozenset()
) -> Exclusion:
    """Close the case to ``account_id`` from the next request on. Declaring twice changes nothing.

    Anybody on the panel may declare for themselves; the coordinator or a chair may for another.
    ``also``: how a room above relates the actor to the case, besides.
    :raises NotAllowed: unknown case, or the actor may not.
    :raises Refused: no such kind of connection, or no such person.
    """
    case = db.session.get(Case, case_id)
    related = related_to(actor, case) | also
    if case is None or not _may_declare(actor, case, account_id, related):
        raise NotAllowed
    if connection not in {offered.value for offered in CONNECTIONS}:
        raise Refused("Select what the connection is", "connection")
    if db.session.get(Account, account_id) is None:
        raise Refused("Select a person", "account_id")
    standing = standing_conflict(case_id, account_id)
    if standing is not None:
        return standing
    found = Exclusion(case_id=case_id, account_id=account_id, connection=connection, declared_by_id=actor.account_id)
    db.session.add(found)
    record_unsealed(case=case, kind="conflict", actor=actor)
    db.session.flush()
    return found


def declare_team_conflict(*, actor: Actor, case_id: UUID, agency_id: UUID, connection: str) -> TeamExclusion:
    """Close the case to everybody who works for an agency, in one act, from the next request on; to whoever comes to
    work there later too. Declaring twice changes nothing.

    :raises NotAllowed: unknown case, or the actor sets no conflicts in it.
    :raises Refused: no such agency or kind of connection, or nobody who runs the panel would be left.
    """
    case = db.session.get(Case, case_id)
    if case is None or not may(actor, "conflict.set", case.panel, related_to(actor, case)):
        raise NotAllowed
    if connection not in {offered.value for offered in CONNECTIONS}:
        raise Refused("Select what the connection is", "connection")
    if db.session.get(Agency, agency_id) is None:
        raise Refused("Select an agency", "agency_id")
    wanted = sa.select(TeamExclusion).where(TeamExclusion.case_id == case_id, TeamExclusion.agency_id == agency_id)
    standing = db.session.scalars(wanted.where(TeamExclusion.lifted_at.is_(None))).first()
    if standing is not None:
        return standing
    _somebody_must_be_left(case, agency_id)
    team = TeamExclusion(case_id=case_id, agency_id=agency_id, connection=connection, declared_by_id=actor.account_id)
    db.session.add(team)
    db.session.flush()
    for account_id in db.session.scalars(sa.select(Account.id).where(Account.agency_id == agency_id)).all():
        if standing_conflict(case_id, account_id) is None:
            db.session.add(
                Exclusion(
                    case_id=case_id,
                    account_id=account_id,
                    connection=connection,
                    declared_by_id=actor.account_id,
                    team_id=team.id,
                )
            )
    record_unsealed(case=case, kind="conflict", actor=actor)
    db.session.flush()
    return team


def teams_of(case_id: UUID) -> list[TeamExclusion]:
    """The conflicts of whole agencies declared on a case, lifted ones included, oldest first."""
    wanted = sa.select(TeamExclusion).where(TeamExclusion.case_id == case_id).order_by(TeamExclusion.declared_at)
    return list(db.session.scalars(wanted))


def agencies_of_case(case: Case) -> list[Agency]:
    """The agencies whose people sit on the panel or were let into the case, by name."""
    found = {person.agency_id: person.agency for person in people_of_case(case)}
    return sorted(found.values(), key=lambda agency: agency.name)


def standing_conflict(case_id: UUID, account_id: UUID) -> Exclusion | None:
    """The conflict that keeps this person out now, if there is one."""
    wanted = sa.select(Exclusion).where(
        Exclusion.case_id == case_id, Exclusion.account_id == account_id, Exclusion.lifted_at.is_(None)
    )
    return db.session.scalars(wanted.limit(1)).one_or_none()


def conflicts_of(case_id: UUID) -> list[Exclusion]:
    """All conflicts declared on a case, lifted ones included, oldest first."""
    wanted = sa.select(Exclusion).where(Exclusion.case_id == case_id).order_by(Exclusion.declared_at)
    return list(db.session.scalars(wanted))


def people_of_case(case: Case) -> list[Account]:
    """Everybody appointed to the case's panel and everybody who was let into the case, by name."""
    let_in = sa.select(CaseGrant.account_id).where(CaseGrant.case_id == case.id, CaseGrant.ended_at.is_(None))
    others = db.session.scalars(sa.select(Account).where(Account.id.in_(let_in), Account.suspended_at.is_(None)))
    found = {account.id: account for account in (*panel_people(case.panel), *others)}
    return sorted(found.values(), key=lambda account: account.name)


def panel_people(panel: str) -> list[Account]:
    """Everybody appointed to the panel, by name."""
    appointed = sa.select(Appointment.account_id).where(Appointment.panel == panel, Appointment.ended_at.is_(None))
    wanted = sa.select(Account).where(Account.id.in_(appointed), Account.suspended_at.is_(None))
    return list(db.session.scalars(wanted.order_by(Account.name)))


def _may_declare(actor: Actor, case: Case, account_id: UUID, related: frozenset[str]) -> bool:
    if account_id == actor.account_id:
        return may(actor, "conflict.declare", case.panel, related - {EXCLUDED, NOT_NAMED})
    return may(actor, "conflict.set", case.panel, related)


def _somebody_must_be_left(case: Case, agency_id: UUID) -> None:
    """A case that nobody who runs the panel can open is a case that nobody works on."""
    runs = (Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR)
    wanted = (
        sa.select(Account.id)
        .join(Appointment, Appointment.account_id == Account.id)
        .where(Appointment.panel == case.panel, Appointment.role.in_([role.value for role in runs]))
        .where(Appointment.counts_on(today()), Account.agency_id != agency_id)
    )
    if not set(db.session.scalars(wanted)) - everybody_shut_out(case.id):
        raise Refused("Nobody who runs the panel would be left to open this case", "agency_id")
