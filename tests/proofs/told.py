"""Grants given and taken at random by the services themselves, with an independent model beside them."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from auth.accounts import service as accounts
from auth.accounts.vetting_rules import Vetted
from auth.current import actor_of
from auth.doors import NotAllowed
from auth.encryption.keyring import new_data_key, unlock
from auth.models import Account, Agency, Appointment
from auth.panel_facts import wants_vetting
from auth.policy import decide
from auth.refusals import Refused as AuthRefused
from auth.roles import Actor, Role
from casework.cases.access import case_by_id, relationships
from casework.cases.grants import grants_of
from casework.cases.models import Case
from casework.cases.moves import closing_states
from casework.cases.who import who_opens
from casework.errors import Refused
from casework.panel_type.definition import Visibility
from casework.panel_type.registry import panel_types
from extensions import clock_at, db
from tests.proofs import model

START = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
"""A Monday; no bank holiday follows within the days that a history takes."""
AGENCIES = ("council", "police", "housing")
TIME = "it is"
"""How the act of waiting is told."""
PEOPLE = {
    "head": ("council", ("chair",)), "stand_in": ("police", ("vice_chair",)), "keeper": ("council", ("coordinator",)),
    "constable": ("police", ("member",)), "officer": ("housing", ("member",)), "nurse": ("housing", ()),
    "night": ("council", ("duty_officer", "deputy")), "auditor": ("council", ()),
}  # fmt: skip


@dataclass
class World:
    """The told world: ids of what stands in the database, by the names that the model has for them."""

    accounts: dict[str, UUID]
    agencies: dict[str, UUID]
    cases: dict[str, UUID]
    admin: UUID
    second: UUID
    keys: tuple[UUID, ...]


def tell(app: Flask) -> World:
    """A case in every panel, its people of three agencies, nobody let in anywhere. Nobody else runs a panel: somebody
    of whom the model knows nothing could be the one who is left."""
    db.session.execute(sa.update(Appointment).values(ended_at=START - timedelta(days=30)))
    with clock_at(START - timedelta(days=30)):
        agencies = {
            key: accounts.create_agency(actor=None, name=f"Proof {key}", short_name=key, kind=f"proof_{key}")
            for key in AGENCIES
        }
        for agency in agencies.values():
            agency.mail_domains = "proof.example.org"
            agency.agreement_until = START.date() + timedelta(days=400)
            agency.shuts_on = agency.agreement_until + timedelta(days=29)
        made = {key: _account(key, agencies[agency]) for key, (agency, _) in PEOPLE.items()}
        for key, (_, roles) in PEOPLE.items():
            for panel in panel_types.every():
                for role in roles:
                    _appoint(made[key], panel.key, Role(role))
        _appoint(made["auditor"], None, Role.AUDITOR)
        admin = _account("admin", agencies["council"])
        second = _account("second admin", agencies["council"])
        for one in (admin, second):
            _appoint(one, None, Role.ADMINISTRATOR)
        cases = {panel.key: _case(panel.key, number) for number, panel in enumerate(panel_types.every())}
        first = next(iter(cases.values()))
        first.barred_agency_kind = "proof_police"
        db.session.flush()
    ids = {key: account.id for key, account in made.items()}
    return World(
        ids,
        {key: agency.id for key, agency in agencies.items()},
        {key: case.id for key, case in cases.items()},
        admin.id,
        second.id,
        tuple(case.data_key_id for case in cases.values()),
    )


def _account(key: str, agency: Agency) -> Account:
    return accounts.create_account(actor=None, email=f"{key}@proof.example.org", name=key, agency=agency)


def _appoint(account: Account, panel: str | None, role: Role) -> None:
    day = (START - timedelta(days=30)).date()
    last = day + timedelta(days=300)
    vetted = Vetted(day, last) if wants_vetting(panel, role) else None
    accounts.appoint(actor=None, account=account, panel=panel, role=role, from_on=day, to_on=last, vetted=vetted)


def _case(panel: str, number: int) -> Case:
    opened = next(move.source for move in closings(panel))
    case = Case(
        data_key_id=new_data_key(panel=panel, kind="case"), panel=panel, reference=f"ZZ-{number:04}", state=opened
    )
    db.session.add(case)
    db.session.flush()
    return case


def closings(panel: str) -> Iterator[Any]:
    kind = panel_types.get(panel)
    openings = {state.key for state in kind.lifecycle.states if state.open}
    ends = closing_states(kind)
    yield from (move for move in kind.lifecycle.transitions if move.source in openings and move.target in ends)


def fresh_model() -> model.Model:
    """The model of the world as it is told."""
    panels = {
        panel.key: model.Panel(
            {kind for kind, is_offered in _offers(panel.visibility).items() if is_offered},
            panel.visibility.associate_days,
            set(panel.visibility.emergency),
            panel.visibility.vetting,
        )
        for panel in panel_types.every()
    }
    first, last = (START - timedelta(days=30)).date(), (START + timedelta(days=270)).date()
    people = {
        key: model.Person(agency, [model.Role(role, panel, first, last) for panel in panels for role in roles])
        for key, (agency, roles) in PEOPLE.items()
    }
    for person in people.values():
        person.vetted = last if any(role.name != "referrer" for role in person.roles) else date.min
    people["auditor"].duty = True
    cases = {panel: model.Case(panel) for panel in panels}
    next(iter(cases.values())).shut_to_agency = "police"
    return model.Model(panels, people, cases, START)


def _offers(sight: Visibility) -> dict[str, bool]:
    """A consent that a panel asks for is nobody's in the told world, so that no associate is let in there."""
    associates = sight.associates and not sight.associate_requires
    return {"guest": True, "named": sight.members_by_case, "associate": associates, "contact": sight.contacts}


Act = Callable[["History"], tuple[str, bool, Callable[[], object]]]
"""Chooses who does what and tells the model; returns words, whether it should take effect, and how it is done."""


@dataclass
class History:
    """One history: what happened in it so far, in words."""

    world: World
    said: model.Model
    rng: random.Random
    told: list[str] = field(default_factory=list)
    meetings: dict[int, UUID] = field(default_factory=dict)
    pairs: int = 0
    held: dict[UUID, Any] = field(default_factory=dict)
    """Rows that are kept at hand, so that they are not read again and again."""

    def _row(self, kind: Any, key: UUID) -> Any:
        if key not in self.held:
            self.held[key] = db.session.get_one(kind, key)
        return self.held[key]

    def account(self, who: str) -> Account:
        found: Account = self._row(Account, self.world.accounts[who])
        return found

    def actor(self, who: str) -> Actor:
        return actor_of(self.account(who))

    def admin(self) -> Actor:
        return actor_of(self._row(Account, self.world.admin))

    def second(self) -> Actor:
        return actor_of(self._row(Account, self.world.second))

    def case(self, name: str) -> Case:
        found: Case = self._row(Case, self.world.cases[name])
        return found

    def somebody(self) -> str:
        return self.rng.choice([who for who, person in self.said.people.items() if person.active] or ["head"])

    def anybody(self) -> str:
        return self.rng.choice(list(self.said.people))

    def some_case(self) -> str:
        return self.rng.choice(list(self.said.cases))

    def until(self) -> date:
        """Until when a vetting holds that is made today."""
        return self.today() + timedelta(days=self.rng.choice((1, 3, 10, 200)))

    def today(self) -> date:
        return self.said.at.astimezone(model.LONDON).date()

    def step(self, act: Act) -> bool:
        """One act, by the product and by the model: both must say whether it took effect, which is returned."""
        with clock_at(self.said.at):
            unlock(self.world.keys)
            words, expected, done = act(self)
            self.told.append(f"{words}: {'done' if expected else 'refused'}")
            took = happened(done)
            assert took == expected, self.story(f"the product {'did' if took else 'refused'} it")
            return (took and done is not nothing) or words.startswith(TIME)

    def look(self) -> None:
        """After each act: everybody and every case."""
        with clock_at(self.said.at):
            cases = [self.case(name) for name in self.said.cases]
            db.session.flush()
            for who in self.said.people:
                account, person = self.account(who), self.actor(who)
                related = relationships(person, cases)
                for case in cases:
                    found = decide(person, "case.read", case.panel, related[case.id]).allowed and account.is_active
                    self.pairs += 1
                    assert found == self.said.opens(who, case.panel), self.story(f"{who} opens {case.panel}: {found}")
            who, name = self.somebody(), self.some_case()
            person = self.actor(who)
            assert happened(lambda: case_by_id(person, self.world.cases[name])) == self.said.opens(who, name), (
                self.story(f"the door of {name} for {who}")
            )

    def last_look(self) -> None:
        """The page that tells who can open a case tells the same."""
        names = {account: who for who, account in self.world.accounts.items()}
        with clock_at(self.said.at):
            for name in self.said.cases:
                rows = who_opens(self.case(name), grants_of(self.world.cases[name]))
                listed = {names[one.account.id] for one in rows if one.account.id in names}
                should = {who for who in names.values() if self.said.opens(who, name)}
                assert listed == should, self.story(f"list of {name}: {sorted(listed)} and not {sorted(should)}")

    def story(self, what: str) -> str:
        return "\n".join([*self.told, f"and then: {what}"])


def nothing() -> None:
    """What an act does that found nothing to act on, or that only the model needs to be told."""


def happened(done: Callable[[], object]) -> bool:
    try:
        with db.session.begin_nested():
            done()
            db.session.flush()
    except (Refused, AuthRefused, NotAllowed):
        return False
    return True
