"""Every kind of record that the log gives a reference to: either its name can be shown, or nobody is asked why."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.encryption.keyring import PARTNERSHIP, new_data_key
from auth.roles import Actor
from casework.cases import inquired
from casework.cases.models import Case
from casework.cases.rules import summary_of_title
from casework.cases.service import open_case
from casework.cases.withholding import set_withheld
from casework.panel_type.registry import panel_types
from casework.referrals.models import Referral
from extensions import db, now
from panels.agendas.models import Pack
from panels.meetings.models import Meeting
from tests.auth.clock import frozen
from tests.cases.made import acting, case_of, person_of
from tests.conftest import PANEL

WHY, AREA, VICTIM = "A resident says that a neighbour read her file.", "Hollowmere Lane", "Pemberwick Thistledown"
ALSO = {"person"}
"""A person has a reference that can be asked for, though entries about one say none."""


def about_nobody(actor: Actor, title: str) -> Case:
    """A case of a panel whose cases are named by an answer."""
    panel = next(one for one in panel_types.every() if one.titled_by and not one.visibility.existence_hidden)
    case = open_case(
        actor=actor, panel=panel.key, parties=[], band=None, urgent=False, children_involved=False,
        lead_agency_id=actor.agency_id, lead_officer_id=actor.account_id, state="active",
    )  # fmt: skip
    case.summary = summary_of_title(title)
    return case


def one_of_each(actor: Actor) -> list[tuple[str, UUID, str, str]]:
    """Kind, id, reference and name (nothing: it has none, or it is withheld) of records of every kind."""
    named, area, withheld = case_of(actor), about_nobody(actor, AREA), case_of(actor)
    set_withheld(actor=actor, case=withheld, withheld=True, reason="They ask to stay unnamed")
    other = person_of(actor, forenames="Quimby", surname="Oddfellow")
    key = new_data_key(panel=PARTNERSHIP, kind="referral")
    who = {"panel": PANEL, "data_key_id": key}
    referral = Referral(
        **who, restricted_key_id=key, form_id="referral", form_version=1, reference="ZZ-R-0001", state="submitted",
        author_id=actor.account_id, agency_id=actor.agency_id,
    )  # fmt: skip
    meeting = Meeting(**who, reference="ZZ-M-0001", starts_at=now(), planned_by_id=actor.account_id)
    db.session.add_all([referral, meeting])
    db.session.flush()
    pack = Pack(data_key_id=key, meeting_id=meeting.id, number=1, total=1, asked_by_id=actor.account_id)
    db.session.add(pack)
    db.session.flush()
    return [
        ("case", named.id, named.reference, VICTIM),
        ("case", area.id, area.reference, AREA),
        ("case", withheld.id, withheld.reference, ""),
        ("person", other.id, other.reference, "Quimby Oddfellow"),
        ("referral", referral.id, "ZZ-R-0001", ""),
        ("meeting", meeting.id, "ZZ-M-0001", ""),
        ("pack", pack.id, "ZZ-M-0001", ""),
    ]


def looked_at(records: Collection[tuple[str, UUID, str, str]]) -> list[int]:
    """The numbers of entries about them, one each."""
    return [
        write_entry(actor=None, looked=Looked("case.open", ALLOWED, kind, (one,), PANEL, "member", 1, "why"))
        for kind, one, _, _ in records
    ]


@pytest.mark.long
def test_a_reason_would_be_asked_for_where_there_is_no_name(app: Flask, browser_for: object) -> None:
    with acting(app, "cora", for_all=True) as cora:
        made = one_of_each(cora)
        numbers = looked_at(made)
    assert {kind for kind, *_ in made} == {*app.extensions["casework-namers"], *ALSO}, "a kind that is not asked about"
    with frozen():
        yew = browser_for("yew")  # type: ignore[operator]
    for minute, (number, (kind, _, reference, name)) in enumerate(zip(numbers, made, strict=True)):
        path = f"/audit/names/{reference}"
        with frozen(timedelta(minutes=minute)):
            links = yew.get(f"/audit/events/{number}").links()
            assert (path in links) == bool(name and kind not in ALSO), reference
            if yew.get(path).path == "/sign-in/again":
                yew.submit({"password": "demo-only-yew"})  # a proof for each name
            page = yew.get(path)
            assert page.status == (200 if name else 404), reference
            if not name:
                assert "Why do you need the name?" not in page.words(), reference
                continue
            assert name not in page.text
            assert name in yew.submit({"reason": WHY}).text, reference
    with app.app_context():
        asked = {(kind, record) for kind, record, *_ in made}
        assert inquired.facts().named(asked) == {(kind, record) for kind, record, _, name in made if name}
        refused = db.session.query(AccessEntry).filter_by(event="inquiry.name", outcome="refused").count()
    assert refused >= sum(not name for *_, name in made), "a try is kept"
