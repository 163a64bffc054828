"""A theme goes to the panel that takes it, and nobody is named on the way."""

from typing import Any

import pytest
import sqlalchemy as sa

from auth.doors import NotAllowed
from auth.encryption.keyring import lock_all
from auth.roles import Actor, Held, Role
from casework.cases.access import case_for
from casework.cases.models import Case, CaseEvent
from casework.cases.service import open_case
from casework.handover.service import Unfit, offered, pass_on, receiver_of
from casework.panel_type.registry import panel_types
from casework.people.service import add_person
from casework.referrals.access import referral_for
from casework.referrals.answers import answers_of
from casework.referrals.models import Referral
from extensions import db

HATE, TENSION = "hate_incident", "tension_monitoring"
pytestmark = pytest.mark.usefixtures("work")
THEMES: dict[str, Any] = {
    "tension_report": [
        {
            "area": "Quillon Quay ward",
            "community": "People who use the prayer hall",
            "summary": "Graffiti for the second time. People are angry.",
            "grounds": "seen",
            "indicator": "2",
        }
    ]
}


def holding(actor: Actor, role: Role, panel: str) -> Actor:
    """The same person with one role more."""
    from dataclasses import replace

    return replace(actor, held=(*actor.held, Held(role, panel, actor.account_id)), _by_panel={})


@pytest.fixture
def chair(actor: Any) -> Actor:
    return holding(actor("alder"), Role.CHAIR, HATE)


def a_case(chair: Actor, state: str = "active") -> Case:
    person = add_person(
        actor=chair,
        panel=HATE,
        identity={"forenames": "Caspian", "surname": "Merriweather-Loop"},
        contact={"phone": "020 7946 0771"},
        address={"line1": "9 Quillon Walk", "postcode": "E1 0ZZ"},
    )
    return open_case(
        actor=chair,
        panel=HATE,
        parties=[(person, ["victim"])],
        band="medium",
        urgent=False,
        children_involved=False,
        lead_agency_id=None,
        lead_officer_id=None,
        state=state,
    )


def with_summary(text: str) -> dict[str, Any]:
    return {"tension_report": [{**THEMES["tension_report"][0], "summary": text}]}


def test_what_was_written_goes_and_nothing_else(chair: Actor, actor: Any) -> None:
    case = a_case(chair)
    sent = pass_on(actor=chair, case=case, key="tension", answers=THEMES)
    assert (sent.panel, sent.state, sent.case_id) == (TENSION, "raised", None)
    db.session.flush()
    lock_all()
    reader = holding(actor("cora"), Role.COORDINATOR, TENSION)
    told = answers_of(referral_for(reader, sent.reference or "", "referral.triage").referral, restricted=False)
    assert told["tension_report"] == THEMES["tension_report"]
    assert set(told) == {"tension_report", "referrer"}
    words = repr(told)
    assert not [part for part in (case.reference, "Caspian", "Merriweather", "Walk") if part in words]


def test_the_case_moves_and_its_timeline_keeps_what_went(chair: Actor) -> None:
    case = a_case(chair)
    sent = pass_on(actor=chair, case=case, key="tension", answers=THEMES)
    assert case.state == "escalated"
    event = db.session.scalars(sa.select(CaseEvent).where(CaseEvent.kind == "passed_on")).one()
    assert str(sent.reference) in (event.title or "")
    assert "Graffiti for the second time" in (event.text or "")


@pytest.mark.parametrize("word", ["Caspian", "merriweather", "9 Quillon Walk", "020 7946 0771", "THE CASE"])
def test_words_that_name_a_party_are_refused_and_nothing_is_sent(chair: Actor, word: str) -> None:
    case = a_case(chair)
    text = f"They say {case.reference if word == 'THE CASE' else word} has had enough."
    with pytest.raises(Unfit) as refused:
        pass_on(actor=chair, case=case, key="tension", answers=with_summary(text))
    assert [problem.question_id for _, problem in refused.value.problems] == ["summary"]
    assert case.state == "active"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Referral)) == 0


def test_what_is_missing_is_named(chair: Actor) -> None:
    with pytest.raises(Unfit) as refused:
        pass_on(actor=chair, case=a_case(chair), key="tension", answers={"tension_report": [{"area": "Ward"}]})
    assert {problem.question_id for _, problem in refused.value.problems} >= {"summary", "grounds", "indicator"}


def test_only_those_the_panel_names_pass_it_on(chair: Actor, actor: Any) -> None:
    case = a_case(chair)
    coordinator = holding(actor("cora"), Role.COORDINATOR, HATE)
    assert offered(coordinator, case) == []
    with pytest.raises(NotAllowed):
        pass_on(actor=coordinator, case=case, key="tension", answers=THEMES)


def test_nothing_is_offered_at_another_state_or_where_nobody_takes_it(
    chair: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert offered(chair, a_case(chair, state="accepted")) == []
    case = a_case(chair)
    assert [one.key for one in offered(chair, case)] == ["tension"]
    others = [panel for panel in panel_types.all() if panel.key != TENSION]
    monkeypatch.setattr(panel_types, "all", lambda: tuple(others))
    assert offered(chair, case) == []


def test_the_page_asks_the_door_first(chair: Actor, actor: Any) -> None:
    case = a_case(chair)
    lock_all()
    with pytest.raises(NotAllowed):
        case_for(actor("rowan"), case.reference, "case.pass_on")


def test_a_panel_would_pass_a_theme_on_to_itself() -> None:
    for topic in panel_types.get(TENSION).receives:
        receiver = receiver_of(topic, HATE)
        assert receiver is not None
        assert receiver.key == TENSION
        assert receiver_of(topic, TENSION) is None
