"""Cover gives no second person's word and nothing that outlasts it, least of all to who covers for the first."""

from uuid import uuid4

import pytest
from flask import Flask

from auth.roles import Role
from casework.errors import Refused
from casework.referrals import triage
from casework.referrals.access import referral_for
from extensions import db
from panels.agendas.chairing import name_chair
from panels.meetings.models import Meeting
from panels.minutes.models import Minutes
from panels.minutes.service import approve
from tests.auth.covering import arrange
from tests.cases.made import acting
from tests.client import Client
from tests.conftest import PANEL
from tests.decisions.table import stored_meeting
from tests.referrals.stories import sent


def test_cover_would_outlive_itself_in_who_chairs_a_meeting(app: Flask, browser_for: type[Client]) -> None:
    arrange(app)
    meeting_id = stored_meeting(app, 0)
    page, hal, cora = f"/meetings/{meeting_id}", browser_for("hal"), browser_for("cora")
    assert f"{page}/agenda" in hal.get(page).links(), "the meetings are planned all the same"
    assert f"{page}/chair" not in hal.page.links()
    token = dict(hal.get("/meetings/new").fields("csrf_token"))["csrf_token"]
    assert hal.get(f"{page}/chair").status == 404
    with acting(app, "hal") as actor:
        meeting, own = db.session.get_one(Meeting, meeting_id), str(actor.account_id)
        assert hal.post(f"{page}/chair", {"csrf_token": token, "account_id": own}).status == 404
        with pytest.raises(Refused, match="as cover"):
            name_chair(actor=actor, meeting=meeting, account_id=actor.account_id)
        assert meeting.chair_id is None
    assert f"{page}/chair" in cora.get(page).links()
    assert cora.get(f"{page}/chair").status == 200


def test_one_person_and_their_own_cover_would_be_the_two_that_a_decision_takes(app: Flask) -> None:
    arrange(app, "alder", "cora")  # whoever proposes covers for whoever confirms
    with acting(app, "rowan") as rowan:
        referral_id = sent(rowan).id
    with acting(app, "cora") as cora:
        assert Role.CHAIR in cora.roles(PANEL)
        referral = referral_for(cora, referral_id, "referral.triage").referral
        decision = triage.reject(actor=cora, referral=referral, reason="One agency", advice="Go on alone.")
        assert (referral.state, decision.confirmed_at) == ("submitted", None)
        with pytest.raises(Refused, match="chair"):
            triage.confirm(actor=cora, referral=referral, decision=decision)
        minutes = Minutes(state="draft", data_key_id=uuid4())
        with pytest.raises(Refused, match="vice-chair can approve"):
            approve(actor=cora, meeting=Meeting(panel=PANEL, data_key_id=uuid4()), minutes=minutes, order=())
    with acting(app, "alder") as alder:
        referral = referral_for(alder, referral_id, "referral.confirm").referral
        triage.confirm(actor=alder, referral=referral, decision=triage.pending(referral)[0])
        assert referral.state == "rejected"
