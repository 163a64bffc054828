"""What is left to a member who has left the panel: the minutes of what they heard, for 90 days, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.accounts.service import account_by_email
from auth.models import Appointment
from extensions import db
from panels.meetings.models import Absence, Meeting
from tests.conftest import PANEL
from tests.minutes.test_minutes import SAID, approve, check_all, minutes
from tests.minutes.test_minutes import meeting_id as meeting_id
from tests.sight.conftest import secretive as secretive


def leaves(app: Flask, who: str) -> datetime:
    """Their seat in the panel ends now."""
    at = datetime.now(UTC)
    with app.app_context():
        account = account_by_email(f"{who}@example.org")
        assert account is not None
        mine = sa.update(Appointment).where(Appointment.account_id == account.id, Appointment.panel == PANEL)
        db.session.execute(mine.values(ended_at=at))
        db.session.commit()
    return at


@pytest.mark.long
def test_a_former_member_would_keep_more_than_the_minutes_or_longer_than_90_days(
    app: Flask, meeting_id: UUID, browser_for: Any, secretive: Any
) -> None:
    alder = browser_for("alder")
    check_all(alder, meeting_id)
    path, case = f"/meetings/{meeting_id}/minutes", "/cases/QQ-A-0001"
    larch, rowan, ivy = (browser_for(name) for name in ("larch", "rowan", "ivy"))
    at = leaves(app, "larch")
    assert leaves(app, "rowan") >= at
    assert larch.get(path).status == 200
    assert SAID not in larch.page.text
    approve(alder, meeting_id)
    assert SAID in minutes(larch, meeting_id)
    # Rowan left the room for the second case, though he was there for the first.
    assert SAID in minutes(rowan, meeting_id)
    assert "canary-second-case" not in rowan.page.text
    assert ivy.get(path).status == 200
    leaves(app, "ivy")
    for gone in (f"/meetings/{meeting_id}", f"/meetings/{meeting_id}/agenda", f"/meetings/{meeting_id}/pack", case):
        assert larch.get(gone).status == 404, gone
    assert browser_for("fern").get(path).status == 404
    with app.app_context():
        # Whoever was out of the room has heard nothing.
        meeting = db.session.get_one(Meeting, meeting_id)
        line = next(line for line in meeting.attendances if line.account.email == "larch@example.org")
        early, late = at - timedelta(days=400), at + timedelta(days=400)
        line.absences.append(Absence(left_at=early, back_at=late, noted_by_id=line.account_id))
        db.session.commit()
    assert SAID not in minutes(larch, meeting_id)
    with app.app_context():
        db.session.execute(sa.delete(Absence))
        db.session.commit()
    with time_machine.travel(at + timedelta(days=89), tick=False):
        assert SAID in minutes(browser_for("larch"), meeting_id)
    with time_machine.travel(at + timedelta(days=90, seconds=1), tick=False):
        assert browser_for("larch").get(path).status == 404
    for sight in ({"members_by_case": True}, {"members_by_case": False, "vetting": True}):
        secretive(**sight)
        assert browser_for("larch").get(path).status == 404, sight
