"""Asking for cover for oneself: one's own role, a colleague of one's own agency, and somebody else confirms."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.accounts import access, granting
from auth.accounts.covering import colleagues
from auth.accounts.rules import needs_two
from auth.current import actor_of
from auth.doors import NotAllowed
from auth.models import Appointment
from auth.refusals import Refused
from casework.notifications.models import OutgoingMessage
from extensions import db
from tests.auth.clock import START, frozen
from tests.auth.covering import person, role_of
from tests.cases.made import acting, case_on_record

DAY = START.date()


def asked_for() -> Appointment:
    return db.session.scalars(sa.select(Appointment).where(Appointment.covers_id.is_not(None))).one()


def days(last: int = 9) -> dict[str, Any]:
    parts = {"from_on": DAY, "to_on": DAY + timedelta(days=last)}
    return {f"{name}-{part}": getattr(day, part) for name, day in parts.items() for part in ("day", "month", "year")}


def test_cover_for_oneself_would_count_by_asking_alone_or_never(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    with frozen():
        cora, hal = browser_for("cora"), browser_for("hal")
        assert hal.get(f"/cases/{made.reference}").status == 404
        assert any(link.endswith("/roles/cover") for link in cora.get("/roles").links())
        page = cora.get("/roles/cover")
        offered = {option.text for option in page.tree.iter("option")}
        assert any("Hal" in (text or "") for text in offered)
        assert not any("Larch" in (text or "") for text in offered), "of another agency"
        with app.app_context():
            mine, theirs = {"role": role_of("cora").id, "colleague": person("hal").id}, role_of("alder").id
        assert cora.submit({**mine, **days(28)}, form="role").status == 422, "29 days"
        assert cora.submit({**mine, "role": theirs, **days()}, form="role").status == 422
        page = cora.submit({**mine, **days()}, form="role")
        assert "It counts when somebody has confirmed it" in page.words()
        assert "covers for you" in page.words()
        assert hal.get(f"/cases/{made.reference}").status == 404
        with app.test_request_context():
            asked = asked_for()
            assert asked.is_pending()
            may = {who for who in ("cora", "hal", "alder", "birch", "oak", "sedge") if may_confirm(who, asked)}
            assert may == {"birch", "oak", "sedge"}, "neither of the two, and of chairs one of another agency"
            told = set(db.session.scalars(sa.select(OutgoingMessage.account_id)))
            assert {person("oak").id, person("birch").id} <= told
            entry = db.session.scalars(sa.select(AccessEntry).where(AccessEntry.event == "cover.ask")).one()
            assert (entry.actor_id, entry.rule) == (person("cora").id, "covered")
        with acting(app, "sedge") as sedge:
            granting.confirm(actor=sedge, appointment=asked_for())
        assert browser_for("hal").get(f"/cases/{made.reference}").status == 200


def may_confirm(who: str, asked: Appointment) -> bool:
    return access.may_confirm(actor_of(person(who)), asked)


def test_a_role_that_one_person_gives_would_be_covered_by_asking(app: Flask) -> None:
    with frozen():
        with acting(app, "larch") as larch:
            covered = role_of("larch")
            assert not needs_two(covered.as_role())
            days_of = {"from_on": DAY, "to_on": DAY + timedelta(days=3)}
            granting.ask_for_cover(actor=larch, covered=covered, account=colleagues(person("larch"))[0], **days_of)
            assert asked_for().is_pending()
        with acting(app, "sedge") as sedge:
            granting.confirm(actor=sedge, appointment=asked_for())
            assert not asked_for().is_pending()


def test_somebody_would_ask_for_anothers_role_or_confirm_for_who_has_gone(app: Flask) -> None:
    with frozen():
        given = {"account": None, "from_on": DAY, "to_on": DAY + timedelta(days=3)}
        with acting(app, "hal") as hal, pytest.raises(NotAllowed):
            granting.ask_for_cover(actor=hal, covered=role_of("cora"), **given | {"account": person("hal")})
        with acting(app, "cora") as cora:
            granting.ask_for_cover(actor=cora, covered=role_of("cora"), **given | {"account": person("hal")})
        with acting(app, "sedge") as sedge:
            person("cora").suspended_at = START
            db.session.flush()
            with pytest.raises(Refused):
                granting.confirm(actor=sedge, appointment=asked_for())
            db.session.rollback()
