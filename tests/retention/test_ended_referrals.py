"""A referral that ended without a case ends with its keys too, by the same two people and with the same certificate."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.encryption.models import DataKey
from casework.people.models import SearchToken
from casework.referrals import triage
from casework.referrals.access import TRIAGE, referral_for
from casework.referrals.models import Referral, ReferralAnswers
from casework.trigger.models import ResidentRequest
from extensions import db
from tests.cases.made import acting
from tests.conftest import PANEL
from tests.referrals.stories import sent
from tests.retention.test_destruction import is_open, press
from tests.trigger.walking import PIN, T1, resident, tell


def rejected(app: Flask) -> tuple[UUID, str, list[UUID]]:
    """A referral that a chair turned away today, its reference and its keys."""
    with acting(app, "rowan") as rowan:
        referral_id = sent(rowan).id
    with acting(app, "alder") as alder:
        referral = referral_for(alder, referral_id, TRIAGE).referral
        triage.reject(actor=alder, referral=referral, reason="One agency", advice="Go on alone.")
        return referral_id, str(referral.reference), [referral.data_key_id, referral.restricted_key_id]


def report(app: Flask) -> str:
    return str(app.test_cli_runner().invoke(args=["retention", "report"]).output)


def make_due(app: Flask, referral_id: UUID, *, days: int = 366) -> None:
    with app.app_context():
        row = db.session.get_one(Referral, referral_id)
        assert row.ended_at is not None
        row.ended_at -= timedelta(days=days)
        db.session.commit()


@pytest.mark.long
def test_a_referral_that_was_turned_away_would_be_kept_for_ever_or_destroyed_early(
    app: Flask, browser_for: Any
) -> None:
    referral_id, reference, keys = rejected(app)
    cora, alder, rowan, hazel = (browser_for(key) for key in ("cora", "alder", "rowan", "hazel"))
    assert reference not in cora.get("/retention").text
    make_due(app, referral_id, days=360)
    assert reference not in cora.get("/retention").text, "kept for a year"
    make_due(app, referral_id, days=6)
    assert re.search(rf"{PANEL} +due +1 +asked for +0 +destroyed +0", report(app))
    press(cora, f"/retention/{reference}/ask")
    assert re.search(rf"{PANEL} +due +1 +asked for +1 +destroyed +0", report(app))
    assert all(is_open(app, key) for key in keys)
    assert hazel.get("/retention").status == 404
    assert "has been destroyed" in press(alder, f"/retention/{reference}/approve").words()
    assert not any(is_open(app, key) for key in keys)
    for reader, path in ((cora, f"/triage/{reference}"), (rowan, f"/refer/{referral_id}/sent")):
        page = reader.get(path)
        assert (page.status, "This record has been destroyed" in page.words()) == (410, True), path
    assert re.search(rf"{PANEL} +due +0 +asked for +0 +destroyed +1", report(app))
    certificate = cora.get(f"/retention/{reference}/certificate").words()
    assert f"Record: {reference}" in certificate
    assert "a referral: its answers: 1" in certificate
    with app.app_context():
        told = sa.select(ReferralAnswers.id).where(ReferralAnswers.referral_id == referral_id)
        owners = set(db.session.scalars(sa.select(SearchToken.owner_id)))
        assert not owners & {*db.session.scalars(told), referral_id}
    assert "1 swept" in app.test_cli_runner().invoke(args=["retention", "run"]).output
    with app.app_context():
        told = sa.select(ReferralAnswers.answers_sealed).where(ReferralAnswers.referral_id == referral_id)
        assert set(db.session.scalars(told)) == {None}


@pytest.mark.long
def test_a_referral_with_a_case_or_still_open_would_be_destroyed_alone(app: Flask, browser_for: Any) -> None:
    with acting(app, "rowan") as rowan:
        referral = sent(rowan)
        reference = str(referral.reference)
    cora = browser_for("cora")
    cora.get("/retention")
    _, other, _ = rejected(app)
    fields = [(field.get("name"), field.get("value")) for field in cora.get("/retention").form().iter("input")]
    for which, words in ((reference, "This referral is open"), (other, "This record is kept until")):
        assert words in cora.post(f"/retention/{which}/ask", [f for f in fields if f[0] != "once"]).words()


@pytest.mark.long
def test_a_residents_request_that_was_withdrawn_would_stay_for_ever(app: Flask, browser_for: Any) -> None:
    person = resident(app)
    number = person.begin()
    tell(person, T1)
    person.submit({})
    person.get("/form/stop")
    person.submit({})
    with app.app_context():
        request = db.session.scalars(sa.select(ResidentRequest).where(ResidentRequest.number == number)).one()
        referral_id, reference, panel = request.referral_id, str(request.referral.reference), request.referral.panel
        keys = [request.referral.data_key_id, request.referral.restricted_key_id]
        files = sa.select(DataKey.id).where(DataKey.kind == "document", DataKey.destroyed_at.is_(None))
        keys += db.session.scalars(files)
    assert panel != PANEL
    make_due(app, referral_id)
    cora, alder = browser_for("cora"), browser_for("alder")
    press(cora, f"/retention/{reference}/ask")
    press(alder, f"/retention/{reference}/approve")
    assert not any(is_open(app, key) for key in keys)
    assert person.get("/form/status").path != "/form/status", "her session ends with it"
    other = resident(app)
    other.get("/form/return")
    assert other.submit({"number": number, "pin": PIN}).path == "/form/return"
