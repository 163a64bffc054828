"""Records that the made-up month only names: cases, emergency access to them, and people let into one."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.encryption.keyring import PARTNERSHIP, new_data_key
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case
from casework.emergency.models import EmergencyAccess, ReviewStep
from casework.panel_type.registry import panel_types
from extensions import db, unit_of_work
from tests.auth.clock import START
from tests.inquiry.asked import Asked
from tests.inquiry.month import PANEL
from tests.inquiry.test_pages import rows_of


def case_called(case_id: UUID, reference: str) -> Case:
    key = new_data_key(panel=PANEL, kind="case")
    return Case(id=case_id, panel=PANEL, reference=reference, state="open", data_key_id=key)


def emergency_of(entry: dict[str, Any], case_id: UUID, late: bool, state: str = "") -> None:
    case = case_called(case_id, f"ZZ-{case_id.hex[:6]}")
    grant = CaseGrant(case_id=case_id, account_id=entry["actor_id"], kind="emergency", granted_by_id=entry["actor_id"])
    grant.from_at = grant.confirmed_at = entry["at"]
    grant.until_at = entry["at"] + timedelta(hours=1)
    for row in (case, grant):
        db.session.add(row)
        db.session.flush()
    access = EmergencyAccess(
        data_key_id=new_data_key(panel=PARTNERSHIP, kind="emergency"), panel=PANEL, case_id=case_id, grant_id=grant.id,
        account_id=entry["actor_id"], agency_id=entry["agency_id"], kind="danger", reason="She rang.",
        begun_at=entry["at"], ended_at=entry["at"] + timedelta(hours=1),
        due_at=START + (timedelta(days=-9) if late else timedelta(days=9)), state=state,
    )  # fmt: skip
    db.session.add(access)
    if state:
        access.steps.append(
            ReviewStep(data_key_id=access.data_key_id, kind=state, words="Yes.", by_id=entry["actor_id"], at=START)
        )


def those_let_in_are_shown(asked: Asked, giver: UUID, second: UUID) -> None:
    """The same of who was let into one case: exactly the grants there are, of one case only its own."""
    case, other = asked.month.cases[30:32]
    people, day = [person.id for person in asked.month.people[10:15]], timedelta(days=1)
    with asked.app.app_context(), unit_of_work():
        for one in (case, other):
            db.session.add(case_called(one, asked.month.reference(one)))
        db.session.flush()
        for who, (of, kind, confirmed, until, ended) in zip(people, (
            (case, "named", True, None, None), (case, "associate", False, None, None),
            (case, "contact", True, START + day, START - day), (other, "guest", True, START + day, None),
            (case, "associate", False, None, START - day),
        ), strict=True):  # fmt: skip
            grant = CaseGrant(case_id=of, account_id=who, kind=kind, granted_by_id=giver, granted_at=START - 9 * day)
            grant.from_at, grant.until_at, grant.ended_at = START - 8 * day, until, ended
            if confirmed:
                grant.confirmed_by_id, grant.confirmed_at = second, START - 7 * day
            db.session.add(grant)
        everything = db.session.scalar(sa.select(sa.func.count()).select_from(CaseGrant))
    page = asked.get("/audit/grants")
    rows, names = rows_of(page, "@id='let-in'"), [f"Person {who.hex[:6]}" for who in people]
    said = ("while the case is open", "Not yet", "ended 22 November 2026", "to 24 November 2026", "Never did, ended")
    kinds = ("Member invited by name", "Associate", "Single point of contact", "Guest for one meeting", "Associate")
    assert len(rows) == everything
    for name, kind, words in zip(names, kinds, said, strict=True):
        (row,) = [one for one in rows if name in one]
        for told in (kind, words, f"Person {giver.hex[:6]}, 14 November 2026"):
            assert told in row, (told, row)
        assert (f"Person {second.hex[:6]}, 16 November 2026" in row) == (kind != "Associate"), row
    reference = asked.month.reference(case)
    narrow = asked.get(f"/audit/grants?reference={reference}")
    assert [any(name in row for row in rows_of(narrow, "@id='let-in'")) for name in names] == [
        True,
        True,
        True,
        False,
        True,
    ]
    assert f"/audit/grants?reference={reference}" in asked.access(reference=reference).links()
    assert "System administrator" not in " ".join(rows_of(narrow)), "roles in its panel alone"
    with asked.app.app_context(), unit_of_work():
        hidden = next(panel.key for panel in panel_types.every() if panel.visibility.existence_hidden)
        db.session.get_one(Case, other).panel = hidden
    rows = rows_of(asked.get("/audit/grants"), "@id='let-in'")
    assert [any(name in row for row in rows) for name in names] == [True, True, True, False, True], (
        "it would tell of a case"
    )
