"""Kinds of people whom the demonstration's story has not, each standing to the world's one case as the kind does."""

from datetime import timedelta
from typing import Any

from flask import Flask, g

from auth.accounts.finding import account_by_email
from auth.accounts.service import appoint, create_account
from auth.models import Account, Agency
from auth.roles import Role
from casework.cases.grant_models import CaseGrant
from extensions import db, now, unit_of_work
from tests.client import Client
from tests.conftest import PANEL
from tests.trigger.walking import T1, Resident, resident, tell
from tests.whole.world import World
from wording.dates import today

IN_THE_STORY = {"duty-officer": "poplar", "privacy-officer": "laurel"}
WITH_A_ROLE = {"case-officer": Role.CASE_OFFICER, "deputy": Role.DEPUTY}
LET_IN = ("guest", "associate", "contact")
RESIDENTS = ("resident", "resident-sent")
KINDS = (*IN_THE_STORY, *WITH_A_ROLE, *LET_IN, "agency-lead", *RESIDENTS)
"""Besides: a leaver and somebody without a second factor are those of ``tests/proofs/test_refusals.py``. The product
has no analyst, no minute-taker beside the coordinator, and no role for information governance but the two duties."""


def clients_of(app: Flask, world: World, browser_for: Any) -> dict[str, Client]:
    """A browser for one of each kind."""
    with app.test_request_context(), unit_of_work():
        g.request_id = "kinds"
        _make_accounts(world)
    clients = {kind: browser_for(IN_THE_STORY.get(kind, kind)) for kind in KINDS if kind not in RESIDENTS}
    return clients | {kind: _resident(app, sends=kind == "resident-sent") for kind in RESIDENTS}


def _make_accounts(world: World) -> None:
    nurse, school = _agency_of("elm"), _agency_of("fern")
    for kind, role in WITH_A_ROLE.items():
        until = today() + timedelta(days=200)
        appoint(actor=None, account=_account(kind, nurse), panel=PANEL, role=role, from_on=today(), to_on=until)
    cora = account_by_email("cora@example.org")
    assert cora is not None
    for kind in LET_IN:
        grant = CaseGrant(case_id=world.case_id, account_id=_account(kind, school).id, kind=kind)
        grant.from_at = grant.confirmed_at = now()
        grant.until_at, grant.granted_by_id = now() + timedelta(hours=2), cora.id
        if kind == "guest":
            grant.meeting_id, grant.item_id = world.meeting, world.item_id
        db.session.add(grant)
    school.lead_id = _account("agency-lead", school).id


def _agency_of(key: str) -> Agency:
    account = account_by_email(f"{key}@example.org")
    assert account is not None
    return account.agency


def _account(kind: str, agency: Agency) -> Account:
    return create_account(actor=None, email=f"{kind}@example.org", name=kind.capitalize(), agency=agency, demo=True)


def _resident(app: Flask, *, sends: bool) -> Resident:
    """Somebody with a request of their own, told to the end; one has sent it and come back with number and PIN."""
    person = resident(app)
    number = person.begin()
    tell(person, T1)
    if sends:
        person.submit()
        assert person.page is not None
        assert person.page.path == "/form/sent", person.page.path
        assert person.come_back(number).path == "/form/status"
    return person
