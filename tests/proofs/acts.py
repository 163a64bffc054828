"""What can happen in a history: each act chooses who does what, tells the model, and says how the product does it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from auth.accounts import granting, vetting
from auth.accounts import service as accounts
from auth.accounts.vetting_rules import Vetted
from auth.encryption.keyring import new_data_key
from auth.models import Agency
from auth.roles import Role
from casework.apart.models import KeptApart
from casework.cases import apart
from casework.cases.access import case_by_id
from casework.cases.apart import CLEAR
from casework.cases.conflicts import declare_conflict, declare_team_conflict, standing_conflict
from casework.cases.granted import begin_guests
from casework.cases.grants import Term, ask_guest, confirm, end, give, grants_of
from casework.cases.lifting import ask_lift, requests_of, settle_lift
from casework.cases.moves import enter
from casework.emergency import service as emergency
from casework.emergency.models import EmergencyAccess
from casework.errors import Refused
from casework.panel_settings.narrative import must_be_reason
from casework.panel_type.registry import panel_types
from extensions import db, now
from panels.agendas.models import AgendaItem
from panels.meetings.models import Meeting
from tests.proofs import model
from tests.proofs.told import AGENCIES, History, closings, nothing

GIVEN = ("member", "case_officer", "referrer", "duty_officer", "deputy")
REASON = "She rang from the call box and was in tears."
Act = tuple[str, bool, Callable[[], object]]


def appoint(on: History) -> Act:
    who, panel, role = on.anybody(), on.some_case(), on.rng.choice(GIVEN)
    first = on.said.at.date() + timedelta(days=on.rng.choice((0, 0, 0, 3)))
    last = first + timedelta(days=on.rng.choice((2, 10, 200)))
    person, day = on.account(who), on.said.people[who]
    clash = any(
        one.name == role and one.panel == panel and one.first <= last and first <= one.last for one in day.roles
    )
    wants = on.said.panels[panel].vets and role != "referrer"
    vetted = on.until() if wants and on.rng.random() < 0.5 else None
    days = Vetted(on.today(), vetted) if vetted else None
    expected = not clash and not day.duty and day.active and (vetted or not wants or day.vetted >= on.today())
    if expected:
        day.roles.append(model.Role(role, panel, first, last))
        day.vetted = vetted or day.vetted
    return (
        f"{who} becomes {role} of {panel} from {first} to {last}, vetted until {vetted}",
        bool(expected),
        lambda: _given(on, account=person, panel=panel, role=Role(role), from_on=first, to_on=last, vetted=days),
    )


def vet(on: History) -> Act:
    """A new vetting, which may hold for a shorter time than the one before."""
    who, until, today = on.anybody(), on.until(), on.today()
    person = on.said.people[who]
    asked = [one for one in person.roles if on.said.panels[one.panel].vets and one.name != "referrer"]
    expected = person.active and any(today <= one.last for one in asked)
    if expected:
        person.vetted = until
    return f"{who} is vetted until {until}", expected, lambda: _vetted(on, who, Vetted(today, until))


def _vetted(on: History, who: str, vetted: Vetted) -> None:
    row = vetting.ask(actor=on.admin(), account=on.account(who), vetted=vetted)
    vetting.confirm(actor=on.second(), row=row)


def _given(on: History, **what: Any) -> None:
    """Asked for by one administrator and confirmed by another where the role wants two; needed still, as both sides
    have said."""
    row = accounts.appoint(actor=on.admin(), **what)
    row.certified_until = row.to_on
    if row.is_pending():
        granting.confirm(actor=on.second(), appointment=row)


def end_role(on: History) -> Act:
    who = on.anybody()
    standing = [one for one in on.said.people[who].roles if one.last > date.min]
    if not standing:
        return f"{who} has no role to end", True, nothing
    role = on.rng.choice(standing)
    role.last = date.min
    account = on.account(who)
    row = next(
        one
        for one in account.appointments
        if (one.role, one.panel, one.from_on) == (role.name, role.panel, role.first) and one.ended_at is None
    )
    return (
        f"{who} is no more {role.name} of {role.panel}",
        True,
        lambda: accounts.end_appointment(actor=on.admin(), account=account, appointment=row),
    )


def exclude(on: History) -> Act:
    by, name, who = on.somebody(), on.some_case(), on.anybody()
    who = by if on.rng.random() < 0.4 else who
    expected = on.said.declare(by, name, who)
    return (
        f"{by} declares a conflict of {who} in {name}",
        expected,
        lambda: declare_conflict(
            actor=on.actor(by), case_id=on.world.cases[name], account_id=on.world.accounts[who], connection="family"
        ),
    )


def exclude_agency(on: History) -> Act:
    by, name, agency = on.somebody(), on.some_case(), on.rng.choice(AGENCIES)
    expected = on.said.declare_agency(by, name, agency)
    return (
        f"{by} declares a conflict of everybody of {agency} in {name}",
        expected,
        lambda: declare_team_conflict(
            actor=on.actor(by), case_id=on.world.cases[name], agency_id=on.world.agencies[agency], connection="work"
        ),
    )


def keep_apart(on: History) -> Act:
    """Found by the index, which has tests of its own; here it is found."""
    name, who = on.some_case(), on.anybody()
    on.said.cases[name].apart.add(who)
    ids = {"account_id": on.world.accounts[who], "object_id": on.world.cases[name]}
    row = {"object_type": "case", "panel": name, "kind": "surname", "mark": b"12345678", "found_at": now()}
    return f"{who} is kept apart from {name}", True, lambda: db.session.merge(KeptApart(**ids, **row, cleared_at=None))


def clear(on: History) -> Act:
    by, name = on.somebody(), on.some_case()
    waiting = sorted(on.said.cases[name].apart)
    if not waiting:
        return f"nobody is kept apart from {name}", True, nothing
    who = on.rng.choice(waiting)
    expected = on.said.clear(by, name, who)
    return f"{by} clears {who} in {name}", expected, lambda: _cleared(on, by, name, who)


def _cleared(on: History, by: str, name: str, who: str) -> None:
    """As the page does it: the case's door for who clears, and then the act."""
    opened = case_by_id(on.actor(by), on.world.cases[name], CLEAR)
    apart.clear(actor=on.actor(by), case=opened.case, account_id=on.world.accounts[who])


def name_chair(on: History) -> Act:
    """The papers of the meeting are out. Who may chair is the meeting's own rule, and has tests of its own."""
    name, who = on.some_case(), on.anybody()
    starts = on.said.at + timedelta(days=on.rng.choice((0, 1, 3)), minutes=30)
    on.said.cases[name].chairs.append((who, starts))
    return f"{who} is named to chair {name} on {starts.date()}", True, lambda: _named(on, name, who, starts)


def _named(on: History, name: str, who: str, starts: datetime) -> None:
    meeting = Meeting(data_key_id=new_data_key(panel=name, kind="meeting"), panel=name, reference=uuid4().hex[:20])
    meeting.starts_at, meeting.state, meeting.planned_by_id = starts, "pack_out", on.world.admin
    meeting.chair_id = on.world.accounts[who]
    db.session.add(meeting)
    db.session.flush()
    item = AgendaItem(meeting_id=meeting.id, case_id=on.world.cases[name], position=1, minutes=15, kind="new")
    db.session.add(item)


def end_meetings(on: History) -> Act:
    """Every meeting that hears a case is closed: nobody chairs it any more."""
    name = on.some_case()
    on.said.cases[name].chairs.clear()
    over = sa.update(Meeting).where(Meeting.panel == name, Meeting.state == "pack_out").values(state="closed")
    return f"the meetings of {name} are closed", True, lambda: db.session.execute(over)


def lift(on: History) -> Act:
    """Somebody asks that a conflict be lifted; where somebody has, a second person agrees. Those who are there as
    members of the panel alone may agree too, and are left out here: the pages' own tests hold them."""
    by, name = on.somebody(), on.some_case()
    case = on.said.cases[name]
    if not case.conflicts or not _takes_reasons(name) or "member" in on.said.roles(by, case.panel):
        return f"no conflict in {name} that {by} is asked about", True, nothing
    who = on.rng.choice(sorted(case.conflicts))
    row = standing_conflict(on.world.cases[name], on.world.accounts[who])
    assert row is not None
    asked = next((one for one in requests_of(row.case_id) if one.exclusion_id == row.id), None)
    if asked is None or on.rng.random() < 0.2:
        expected = on.said.ask_to_lift(by, name, who)
        return (
            f"{by} asks to lift the conflict of {who} in {name}",
            expected,
            lambda: ask_lift(actor=on.actor(by), case=on.case(name), of_id=row.id, reason=REASON),
        )
    expected = on.said.agree_to_lift(by, name, who)
    return (
        f"{by} agrees that the conflict of {who} in {name} is lifted",
        expected,
        lambda: settle_lift(actor=on.actor(by), case=on.case(name), request_id=asked.id, agreed=True),
    )


def _takes_reasons(panel: str) -> bool:
    try:
        must_be_reason(panel, reason=REASON)
    except Refused:
        return False
    return True


def let_in(on: History) -> Act:
    by, name, who = on.somebody(), on.some_case(), on.anybody()
    kind = on.rng.choice(("named", "associate", "contact"))
    expected = on.said.give(by, name, who, kind)
    return (
        f"{by} lets {who} into {name} as {kind}",
        expected,
        lambda: give(actor=on.actor(by), case=on.case(name), account_id=on.world.accounts[who], kind=kind),
    )


def guest(on: History) -> Act:
    by, name, who = on.somebody(), on.some_case(), on.anybody()
    number, last = on.rng.randrange(3), on.said.at + timedelta(minutes=75)
    meeting = on.meetings.setdefault(number, uuid4())
    expected = on.said.give(by, name, who, "guest", last, number)
    term = Term(meeting_id=meeting, item_id=uuid4(), from_at=None, until_at=last)
    return (
        f"{by} asks {who} to meeting {number} for {name}",
        expected,
        lambda: ask_guest(actor=on.actor(by), case=on.case(name), account_id=on.world.accounts[who], term=term),
    )


def meet(on: History) -> Act:
    number = on.rng.randrange(3)
    for case in on.said.cases.values():
        for grant in case.grants:
            if grant.meeting == number and grant.first is None:
                grant.first = on.said.at
    meeting = on.meetings.setdefault(number, uuid4())
    return f"meeting {number} is opened", True, lambda: begin_guests(meeting, now())


def agree(on: History) -> Act:
    by, name = on.somebody(), on.some_case()
    waiting = [one for one in on.said.cases[name].grants if not one.confirmed and not one.ended]
    if not waiting:
        return f"nothing to agree to in {name}", True, nothing
    grant = waiting[0]
    expected = on.said.confirm(by, name, grant)
    return (
        f"{by} agrees to {grant.who} in {name}",
        expected,
        lambda: confirm(actor=on.actor(by), case=on.case(name), grant=_row(on, name, grant)),
    )


def _row(on: History, name: str, grant: model.Grant) -> Any:
    """The row of the newest grant like this one that is not over."""
    rows = grants_of(on.world.cases[name])
    who = on.world.accounts[grant.who]
    return next(
        one
        for one in rows
        if (one.account_id, one.kind, one.meeting_id)
        == (who, grant.kind, on.meetings.get(grant.meeting or -1, one.meeting_id))
        and one.ended_at is None
    )


def take_back(on: History) -> Act:
    by, name = on.somebody(), on.some_case()
    standing = [one for one in on.said.cases[name].grants if not one.over(on.said.at) and one.kind != "guest"]
    if not standing:
        return f"nothing to take back in {name}", True, nothing
    grant = on.rng.choice(standing)
    row = _row(on, name, grant)
    expected = on.said.heads(by, on.said.cases[name], model.RUN)
    if expected:
        grant.ended = True
    return (
        f"{by} takes {grant.kind} of {grant.who} in {name} back",
        expected,
        lambda: end(actor=on.actor(by), case=on.case(name), grant=row),
    )


def in_emergency(on: History) -> Act:
    by, name = on.somebody(), on.some_case()
    by = "night" if on.said.people["night"].active and on.rng.random() < 0.7 else by
    expected = on.said.emergency(by, name)
    reference = on.case(name).reference
    return (
        f"{by} opens {name} in an emergency",
        expected,
        lambda: emergency.begin(actor=on.actor(by), reference=reference, kind="danger", reason=REASON),
    )


def review(on: History) -> Act:
    by, name = on.somebody(), on.some_case()
    case = on.said.cases[name]
    waiting = [one for one in case.grants if one.due]
    if not waiting:
        return f"nothing to review in {name}", True, nothing
    grant = waiting[0]
    access = db.session.query(EmergencyAccess).filter_by(grant_id=_emergency(on, name, grant)).one()
    agencies = on.said.people[by].agency, next(k for k, v in on.world.agencies.items() if v == access.agency_id)
    head = on.said.heads(by, case, model.HEADS)
    expected = head and by != grant.who and agencies[0] != agencies[1] and grant.over(on.said.at)
    if expected:
        grant.due = None
    return (
        f"{by} reviews the emergency of {grant.who} in {name}",
        expected,
        lambda: emergency.review(actor=on.actor(by), access_id=access.id, finding="justified", words="It was right."),
    )


def _emergency(on: History, name: str, grant: model.Grant) -> UUID:
    rows = [one for one in grants_of(on.world.cases[name]) if one.kind == "emergency" and one.from_at == grant.first]
    return next(one.id for one in rows if one.account_id == on.world.accounts[grant.who])


def transfer(on: History) -> Act:
    who, agency = on.anybody(), on.rng.choice(AGENCIES)
    person = on.said.people[who]
    expected = person.agency != agency
    if expected:
        person.agency = agency
        person.duty = False
        person.vetted = date.min
        for role in person.roles:
            role.last = date.min
        for case in on.said.cases.values():
            case.chairs = [one for one in case.chairs if one[0] != who]
            for grant in [one for one in case.grants if one.who == who]:
                grant.ended = True
    return (
        f"{who} goes to {agency}",
        expected,
        lambda: accounts.move_to_agency(
            actor=on.admin(), account=on.account(who), agency=db.session.get_one(Agency, on.world.agencies[agency])
        ),
    )


def suspend(on: History) -> Act:
    who = on.anybody()
    on.said.people[who].active = False
    return f"{who} is suspended", True, lambda: accounts.suspend(actor=on.admin(), account=on.account(who))


def reinstate(on: History) -> Act:
    who = on.anybody()
    on.said.people[who].active = True
    return f"{who} is reinstated", True, lambda: accounts.reinstate(actor=on.admin(), account=on.account(who))


def publish(on: History) -> Act:
    name = on.some_case()
    on.said.cases[name].listed = True
    return f"{name} is on an agenda whose papers are out", True, lambda: setattr(on.case(name), "members_from", now())


def close(on: History) -> Act:
    name = on.some_case()
    if on.said.cases[name].closed:
        return f"{name} is closed already", True, nothing
    on.said.close(name)
    panel = panel_types.get(name)
    move = next(closings(name))
    return f"{name} is closed", True, lambda: enter(on.case(name), panel, move, by=None)


def stop_or_run(on: History) -> Act:
    name = on.some_case()
    on.said.panels[name].runs = not on.said.panels[name].runs
    return f"{name} runs: {on.said.panels[name].runs}", True, lambda: None


def wait(on: History) -> Act:
    on.said.at += on.rng.choice((timedelta(minutes=30), timedelta(minutes=70), timedelta(days=1), timedelta(days=4)))
    return f"it is {on.said.at}", True, nothing


ACTS = (
    appoint, appoint, vet, end_role, exclude, exclude, exclude_agency, keep_apart, clear, clear, name_chair,
    end_meetings, lift, lift, lift, lift, let_in, let_in, let_in, guest, meet, agree, take_back, in_emergency,
    in_emergency, review, transfer, suspend, reinstate, reinstate, publish, close, stop_or_run, wait, wait,
)  # fmt: skip
