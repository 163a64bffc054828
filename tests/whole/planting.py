"""Words that stand nowhere else, planted in every sealed cell of the demonstration, and who may meet each of them.

Who opens which case is worked out by the model of the histories, which imports nothing of the product.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, g

from auth.encryption import sealed
from auth.encryption.keyring import unlock
from auth.encryption.models import DataKey, PanelKey
from auth.encryption.sealed import SealedDate, SealedJSON, SealedText
from auth.models import Account
from casework.actions.models import Action
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case, CaseParty, Exclusion
from casework.emergency.models import EmergencyAccess
from casework.referrals.models import Referral, ReferralPerson
from demo.administration import load_administration
from demo.channel_scripts import load_channel
from demo.commands import DEMO_PANELS, DOMESTIC, TENSION
from demo.domestic_story import load_domestic
from demo.hate_scripts import load_hate
from demo.review_scripts import load_reviews
from demo.story import load_story
from demo.tension_story import load_tension
from extensions import db, now, unit_of_work
from panels.agendas.models import AgendaItem
from panels.meetings.models import Meeting
from tests.proofs import model
from tests.proofs.told import fresh_model
from wording.dates import today

WORD = re.compile(r"zq\d{5}q")
PROSE = re.compile(r"[A-Z].*[a-z]|[a-z].* .*[a-z]", re.DOTALL)
NO_PROSE = re.compile(r"^[A-Z]{2}-|@|^[A-Z][A-Z0-9]* ?[0-9][A-Z]{2}$|^\d|^/")
"""References, addresses of mail, postcodes, dates and paths: what the product reads and does not only show."""
NOT_PLANTED = ("second_factor", "typed_before", "kept_form", "own_facts", "document.content", "resident_request")
BY_WORK = ("enquiry", "action", "action_update", "letter")
"""Whose agency reads a record of a case that is shut to it."""
OF_THE_MEETING = ("meeting", "minutes", "minutes_item", "pack", "pack_case")
OF_AN_EMERGENCY = ("emergency_access", "emergency_review_step")


@dataclass(frozen=True)
class Canary:
    """One word: the cell it stands in, of which panel, and the cases that its row belongs to."""

    word: str
    cell: str
    panel: str
    cases: frozenset[UUID]
    referral: UUID | None
    account: UUID | None
    agency: UUID | None
    nobody: bool = False
    only_those_who_run_it: bool = False


def load_demonstration() -> None:
    """All six panels, as the command for trying out loads them; the accounts are there already."""
    load_administration(DEMO_PANELS[0])
    load_story(DEMO_PANELS[0])
    load_reviews(DEMO_PANELS[3])
    load_hate(DEMO_PANELS[1], TENSION, set(fresh_model().panels))
    load_channel(DEMO_PANELS[2])
    load_domestic(DOMESTIC)
    load_tension(TENSION)


def plant(app: Flask) -> dict[str, Canary]:
    """Put a word of its own behind every piece of prose that is sealed."""
    numbers = count(1)
    planted: dict[str, Canary] = {}
    with app.test_request_context(), unit_of_work():
        g.request_id = "planting"
        panels = dict(db.session.execute(sa.select(DataKey.id, PanelKey.panel).join(PanelKey)).all())
        unlock(panels)
        for column in list(sealed._inventory):
            if isinstance(column, SealedText | SealedJSON) and not isinstance(column, SealedDate):
                _plant_column(column, numbers, panels, planted)
    return planted


def _plant_column(column: Any, numbers: Iterator[int], panels: dict[Any, str], planted: dict[str, Canary]) -> None:
    cell = f"{column.owner.__tablename__}.{column.name}"
    if cell.startswith(NOT_PLANTED) or not hasattr(column.owner, "__table__"):
        return
    for row in db.session.scalars(sa.select(column.owner)).unique():
        words: list[str] = []

        def mark(text: str, words: list[str] = words) -> str:
            words.append(f"zq{next(numbers):05}q")
            return f"{text} {words[-1]}"

        value = column.__get__(row, column.owner)
        new = _marked(value, mark)
        if new != value:
            column.__set__(row, new)
        for word in words:
            planted[word] = _canary(word, cell, panels[row.data_key_id], row)


def _marked(value: Any, mark: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return mark(value) if PROSE.search(value) and not NO_PROSE.search(value) else value
    if isinstance(value, list):
        return [_marked(one, mark) for one in value]
    if isinstance(value, dict):
        return {key: _marked(one, mark) for key, one in value.items()}
    return value


def _canary(word: str, cell: str, panel: str, row: Any) -> Canary:
    cases, referral = _belongs(row)
    owner = _above(row) or row
    account, agency = getattr(owner, "account_id", None), getattr(owner, "agency_id", None)
    found = Canary(word, cell, panel, frozenset(cases), referral, account, agency)
    hides = referral is not None and db.session.get_one(Referral, referral).hides_address
    if getattr(row, "hidden", False) or (getattr(row, "restricted", False) and hides):
        return replace(found, nobody=True)
    if getattr(row, "handling", "") == "chair_only" or (cell.startswith("person.") and _withheld(cases)):
        return replace(found, only_those_who_run_it=True)
    return found


def _withheld(cases: set[UUID]) -> bool:
    return any(db.session.get_one(Case, one).identity_withheld for one in cases)


def _belongs(row: Any) -> tuple[set[UUID], UUID | None]:
    """The cases that a row belongs to, and the referral."""
    table, found = row.__tablename__, set[UUID]()
    referral = row.id if table == "referral" else getattr(row, "referral_id", None)
    if getattr(row, "case_id", None):
        found.add(row.case_id)
    if table == "case":
        found.add(row.id)
    person = row.id if table == "person" else getattr(row, "person_id", None)
    if person and not found:
        found |= set(db.session.scalars(sa.select(CaseParty.case_id).where(CaseParty.person_id == person)))
        told = sa.select(ReferralPerson.referral_id).where(ReferralPerson.person_id == person)
        referral = referral or db.session.scalars(told).first()
    if referral and not found:
        case_id = db.session.scalar(sa.select(Referral.case_id).where(Referral.id == referral))
        found |= {case_id} if case_id else set()
    above = _above(row)
    if above is not None and not found:
        found.add(above.case_id)
    return found, referral


def _above(row: Any) -> Any:
    """The record on which a row without a case of its own hangs."""
    for name, kind in (("action_id", Action), ("access_id", EmergencyAccess)):
        if getattr(row, name, None):
            return db.session.get_one(kind, getattr(row, name))
    return None


@dataclass(frozen=True)
class Sight:
    """Who may meet what, by the model."""

    said: model.Model
    agencies: dict[str, UUID]
    ids: dict[str, UUID]
    authors: dict[UUID, UUID]

    def may_meet(self, who: str, canary: Canary) -> bool:
        """Whether this person may meet this word on a page that is only asked for."""
        table = canary.cell.partition(".")[0]
        if who not in self.said.people or self.said.people[who].duty:
            return who == "laurel" and table in OF_AN_EMERGENCY
        roles = self.said.roles(who, canary.panel)
        wrote = canary.referral is not None and self.authors.get(canary.referral) == self.ids[who]
        if wrote and table in ("referral", "referral_answers", "triage_decision", "person", "address"):
            return True
        if canary.nobody:
            return False
        if canary.only_those_who_run_it:
            return bool(roles & model.KEEP) and any(self.said.opens(who, str(one)) for one in canary.cases)
        return self._by_case(who, canary, roles) or self._by_work(who, canary, table)

    def _by_case(self, who: str, canary: Canary, roles: set[str]) -> bool:
        table = canary.cell.partition(".")[0]
        if any(self.said.opens(who, str(one)) for one in canary.cases):
            return True
        if table in OF_AN_EMERGENCY:
            return bool(roles & model.HEADS) or canary.account == self.ids[who]
        if table in OF_THE_MEETING:
            shut = any(self.said.shut(who, self.said.cases[str(one)]) for one in canary.cases)
            return bool(roles & (model.KEEP | {"member"})) and not shut
        return not canary.cases and bool(roles & model.KEEP)

    def _by_work(self, who: str, canary: Canary, table: str) -> bool:
        if canary.account == self.ids[who]:
            return True
        return table in BY_WORK and canary.agency == self.agencies[who]


def sight() -> Sight:
    """The model of the demonstration as it stands in the database."""
    said = fresh_model()
    accounts = {one.email.partition("@")[0]: one for one in db.session.scalars(sa.select(Account))}
    said.people = {key: _person(account) for key, account in accounts.items()}
    names = {account.id: key for key, account in accounts.items()}
    said.cases = {str(case.id): _case(case, names) for case in db.session.scalars(sa.select(Case))}
    said.at = now()
    authors = dict(db.session.execute(sa.select(Referral.id, Referral.author_id)).all())
    return Sight(
        said,
        {key: account.agency_id for key, account in accounts.items()},
        {key: account.id for key, account in accounts.items()},
        authors,  # type: ignore[arg-type]
    )


def _person(account: Account) -> model.Person:
    held = [one for one in account.appointments if one.ended_at is None]
    roles = [model.Role(one.role, one.panel, one.from_on, one.to_on) for one in held if one.panel]
    duty = any(one.panel is None for one in held)
    vetted = account.vetted_until or date.min
    return model.Person(account.agency.kind, roles, duty=duty, active=account.suspended_at is None, vetted=vetted)


def _case(case: Case, names: dict[UUID, str]) -> model.Case:
    grants = db.session.scalars(sa.select(CaseGrant).where(CaseGrant.case_id == case.id))
    given = [
        model.Grant(
            names[one.account_id],
            one.kind,
            one.from_at,
            one.until_at,
            confirmed=one.confirmed_at is not None,
            ended=one.ended_at is not None,
        )
        for one in grants
    ]
    heard = sa.select(Meeting).join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
    heard = heard.where(AgendaItem.case_id == case.id, Meeting.state.in_(("pack_out", "open")))
    chairs = [one for one in db.session.scalars(heard) if one.chair_id and one.starts_at.date() >= today()]
    given += [model.Grant(names[one.chair_id], "associate", case.opened_at) for one in chairs if one.chair_id]
    shut = sa.select(Exclusion.account_id).where(Exclusion.case_id == case.id, Exclusion.lifted_at.is_(None))
    return model.Case(
        case.panel,
        shut_to_agency=case.barred_agency_kind or "",
        listed=case.members_from is not None,
        closed=case.closed_at is not None,
        grants=given,
        conflicts={names[one]: None for one in db.session.scalars(shut)},
    )
