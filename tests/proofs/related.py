"""The people of ``relations.txt`` and the cases to which they stand as their names there say."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from auth.accounts import service as accounts
from auth.accounts.vetting_rules import Vetted
from auth.encryption.keyring import new_data_key
from auth.models import Account, Agency, Appointment
from auth.panel_facts import wants_vetting
from auth.roles import PARTNERSHIP_ROLES, Role
from casework.apart.models import KeptApart
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case, Exclusion, TeamExclusion
from casework.panel_type.registry import panel_types
from extensions import clock_at, db, now
from panels.agendas.models import AgendaItem
from panels.meetings.models import Meeting
from tests.proofs.told import START

TABLE = Path(__file__).with_name("relations.txt")
STATES = ("waiting", "listed", "closed", "destroyed")
LETTERS = {
    "L": "case.list", "R": "case.read", "N": "case.note", "F": "case.form", "A": "address.reveal",
    "D": "document.read", "U": "document.add", "P": "case.people", "S": "case.assess", "W": "letter.write",
    "O": "case.reopen", "C": "case.close", "X": "conflict.set", "V": "conflict.lift", "Y": "conflict.agree",
    "Z": "apart.clear", "G": "grant.give", "K": "grant.confirm", "I": "identity.set", "M": "case.pass_on",
}  # fmt: skip
ROLES = {role.value.replace("_", " "): role for role in Role} | {"vice-chair": Role.VICE_CHAIR}
LET_IN = ("named chair", "named", "associate", "contact", "guest")
BY_COVER = " by cover"
ELSEWHERE = " covering elsewhere for one "
"""Their own role here, and a colleague's in a panel in which the colleague stands to no case."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Related:
    """Ids of the told cases by panel and state, and of the people by their names in the table."""

    cases: dict[tuple[str, str], UUID]
    people: dict[str, UUID]


def lines(panel: str) -> dict[str, tuple[str, ...]]:
    """What the table says of each person in a panel, by state."""
    found: dict[str, tuple[str, ...]] = {}
    speaks = True
    for line in TABLE.read_text().splitlines():
        if line.startswith("["):
            speaks = line == "[every panel]" or panel in line.strip("[]").split()
        elif speaks and line and not line.startswith("#"):
            words = line.split()
            found[" ".join(words[:-4])] = tuple(words[-4:])
    return found


def tell_related(*only: str) -> Related:
    """The cases and the people, at the moment at which histories start. ``only``: of these panels."""
    with clock_at(START):
        panels = [panel.key for panel in panel_types.every() if panel.key in only or not only]
        agencies = {one: _agency(one) for one in ("ordinary", "in conflict", "lifted", "colleagues", "without")}
        agencies["without"].agreement_until = agencies["without"].shuts_on = START.date() - timedelta(days=2)
        names = list(lines(panels[0]))
        people = {name: _person(name, agencies[_agency_for(name)], panels) for name in names}
        admin = _person("administrator behind it all", agencies["ordinary"], [])
        cases = {(panel, state): _case(panel, state) for panel in panels for state in STATES}
        others = {panel: _case(panel, "another") for panel in panels}
        db.session.flush()
        for (panel, _), case in cases.items():
            team = TeamExclusion(case_id=case.id, agency_id=agencies["in conflict"].id, connection="work")
            over = TeamExclusion(case_id=case.id, agency_id=agencies["lifted"].id, connection="work", lifted_at=now())
            team.declared_by_id = over.declared_by_id = admin
            db.session.add_all([team, over])
            for name in [one for one in names if "another case" not in one]:
                _stand(name, people[name], case, panel, admin)
        for panel, case in others.items():
            for name in [one for one in names if "another case" in one]:
                _stand(name, people[name], case, panel, admin)
        db.session.flush()
    return Related({key: case.id for key, case in cases.items()}, people)


def _agency_for(name: str) -> str:
    if name.startswith("colleague"):
        return "colleagues"
    if "of an agency" in name:
        return "lifted" if name.endswith("lifted") else "in conflict"
    return "without" if "without an agreement" in name else "ordinary"


def _agency(name: str) -> Agency:
    agency = accounts.create_agency(actor=None, name=f"Related {name}", short_name=name, kind=f"related_{name[:8]}")
    agency.agreement_until = START.date() + timedelta(days=400)
    agency.shuts_on = agency.agreement_until + timedelta(days=29)
    return agency


def _person(name: str, agency: Agency, panels: list[str]) -> UUID:
    account = accounts.create_account(actor=None, email=_email(name), name=name, agency=agency)
    role, day = role_in(name), START.date()
    first, last = day - timedelta(days=30), day + timedelta(days=200)
    if name.startswith("former"):
        last = day - timedelta(days=1)
    elif name == "chair to come":
        first = day + timedelta(days=1)
    if role in PARTNERSHIP_ROLES and panels:
        _appoint(account, None, role, first, last)
    for panel in panels if role and role not in PARTNERSHIP_ROLES else ():
        if name != "chair of another panel":
            appointed = _appoint(account, panel, role, first, last)
            if BY_COVER in name:
                appointed.covers_id = _colleague(name, agency, panel, role, last)
    if name == "chair of another panel":
        _appoint(account, "another", Role.CHAIR, first, last)
    if ELSEWHERE in name:
        covers = _appoint(account, "another", Role.MEMBER, first, last)
        covers.covers_id = _colleague(name, agency, "another", Role.MEMBER, last)
    db.session.flush()
    return account.id


def _appoint(account: Account, panel: str | None, role: Role, first: date, last: date) -> Appointment:
    vetted = Vetted(first, START.date() + timedelta(days=200)) if wants_vetting(panel, role) else None
    return accounts.appoint(
        actor=None, account=account, panel=panel, role=role, from_on=first, to_on=last, vetted=vetted
    )


def _colleague(name: str, agency: Agency, panel: str, role: Role, last: date) -> UUID:
    """The appointment of the colleague for whom somebody covers."""
    email = _email(f"covered {name}")
    account = accounts.account_by_email(email)
    if account is None:
        account = accounts.create_account(actor=None, email=email, name=f"Covered {name}", agency=agency)
    row = _appoint(account, panel, role, START.date() - timedelta(days=40), last)
    db.session.flush()
    return row.id


def _email(name: str) -> str:
    return f"{name.replace(' ', '.')}@related.example.org"


def role_in(name: str) -> Role | None:
    """The role that the name of a person begins with, after "colleague" and "former"."""
    words = name.removeprefix("colleague ").removeprefix("former ")
    return next((ROLES[one] for one in sorted(ROLES, key=len, reverse=True) if words.startswith(one)), None)


def _case(panel: str, state: str) -> Case:
    kind = panel_types.get(panel)
    case = Case(data_key_id=new_data_key(panel=panel, kind="case"), panel=panel, state=kind.lifecycle.states[0].key)
    case.reference, case.barred_agency_kind = f"ZZ-{len(panel)}{panel[:3]}-{state[:4]}", "related_colleagu"
    case.members_from = None if state == "waiting" else START - HOUR
    case.closed_at = START - HOUR if state in ("closed", "destroyed") else None
    case.destroyed_at = START - HOUR if state == "destroyed" else None
    db.session.add(case)
    return case


def _stand(name: str, who: UUID, case: Case, panel: str, by: UUID) -> None:
    """Let one person stand to one case as their name says."""
    kind = next((one for one in LET_IN if f" as {one}" in name), "named" if "named" in name else "")
    if kind == "named chair":
        _to_chair(who, case, panel, by)
    elif kind or "emergency" in name or "after the hour" in name:
        db.session.add(_grant(name, kind or "emergency", who, case, by))
    if (BY_COVER in name and " of one " in name) or ELSEWHERE in name:
        colleague = accounts.account_by_email(_email(f"covered {name}"))
        assert colleague is not None
        who = colleague.id
    if name.endswith("in conflict") and "agency" not in name:
        db.session.add(Exclusion(case_id=case.id, account_id=who, connection="family", declared_by_id=by))
    if name.endswith("lifted") and "agency" not in name:
        row = Exclusion(case_id=case.id, account_id=who, connection="family", declared_by_id=by, lifted_at=now())
        db.session.add(row)
    if name.endswith(("kept apart", "kept apart and cleared")):
        db.session.add(kept_apart(who, case, cleared=name.endswith("cleared")))


def kept_apart(who: UUID, case: Case, *, cleared: bool = False) -> KeptApart:
    """Somebody who is kept apart from a case because of their surname."""
    row = KeptApart(account_id=who, object_id=case.id, object_type="case", panel=case.panel, kind="own_name")
    row.mark, row.found_at, row.cleared_at = b"12345678", now(), now() if cleared else None
    return row


def _grant(name: str, kind: str, who: UUID, case: Case, by: UUID) -> CaseGrant:
    grant = CaseGrant(case_id=case.id, account_id=who, kind=kind, granted_by_id=by, meeting_id=uuid4())
    grant.from_at = None if name.endswith("not begun") else START if name.endswith("just begun") else START - HOUR
    grant.confirmed_at = None if name.endswith("not confirmed") else START - HOUR
    grant.until_at = START if name.endswith(("over", "after the hour")) else START + HOUR
    grant.until_at = None if name.endswith("without end") else grant.until_at
    if name.endswith("taken back"):
        grant.ended_at, grant.ended_by_id = START, by
    return grant


def _to_chair(who: UUID, case: Case, panel: str, by: UUID) -> None:
    meeting = Meeting(data_key_id=new_data_key(panel=panel, kind="meeting"), panel=panel, planned_by_id=by)
    meeting.reference, meeting.starts_at = f"M-{uuid4().hex[:12]}", START + timedelta(days=2)
    meeting.state, meeting.chair_id = "pack_out", who
    db.session.add(meeting)
    db.session.flush()
    db.session.add(AgendaItem(meeting_id=meeting.id, case_id=case.id, position=1, minutes=15, kind="new"))
