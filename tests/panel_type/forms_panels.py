"""The two small panels of :mod:`tests.panel_type.forms_panel` at work: the second is about a community and no person.

``forms_panels`` (a fixture) registers both, makes their keys and gives the demo people roles in them: cora coordinates,
alder chairs, birch is vice-chair, larch (police) and rowan (housing) are members, fern refers.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from auth.accounts.service import account_by_email, appoint
from auth.encryption.keyring import EXTENSION
from auth.roles import Role
from casework.panel_type.clocks import ClockRule, Unit
from casework.panel_type.definition import (
    COORDINATOR,
    BriefLine,
    ClosureReason,
    DecisionOption,
    PanelType,
    RetentionRule,
)
from casework.panel_type.lifecycle import Guard, Lifecycle, State, Transition
from casework.panel_type.questions import Form, Kind, Question, Section, Sensitivity
from casework.panel_type.registry import panel_types
from extensions import unit_of_work
from tests.panel_type.forms_panel import CHAIRS, COMMUNITY, EVERYBODY, HERE, PANEL, QUORUM, TABLE
from tests.panel_type.small_panel import PANEL as SMALL

GROUP = Form(
    "harbour_ref",
    1,
    "Tell",
    (
        Section(
            "about",
            "About it",
            "What happened",
            (
                Question("place", "Which community?", Kind.TEXT, Sensitivity.O, required=True),
                Question("tension", "What is the tension?", Kind.LONG, Sensitivity.N),
            ),
        ),
    ),
)
GROUP_STATES = (
    State("draft", "Draft", "Not sent", open=False),
    State("submitted", "Waiting", "We have it"),
    State("rejected", "Not taken", "Not taken", True, open=False),
    State("ready", "Ready", "It will be heard", listable=True),
    State("listed", "Listed", "Listed"),
    State("heard", "Heard", "Heard"),
    State("watched", "Watched", "Watched"),
    State("closed", "Closed", "Closed", True, open=False),
)
GROUP_MOVES = (
    Transition("submit", "draft", "submitted", EVERYBODY, title="Send"),
    Transition("accept", "submitted", "ready", TABLE),
    Transition("reject", "submitted", "rejected", TABLE, True, (Guard.CHAIR_CONFIRMS,)),
    Transition("list", "ready", "listed", TABLE, guards=(Guard.BEFORE_CUT_OFF,)),
    Transition("unlist", "listed", "ready", TABLE, True),
    Transition("hear", "listed", "heard", TABLE, guards=(Guard.QUORUM,)),
    Transition("watch", "heard", "watched", TABLE),
    Transition("close", "watched", "closed", CHAIRS, True, (Guard.ACTIONS_SETTLED,), "Close"),
)
GROUP_PANEL = replace(
    PANEL,
    key=COMMUNITY,
    name="Harbour Panel",
    neutral_name="Panel Q",
    reference_letter="Q",
    referral_form=GROUP,
    risk_tools=(),
    lifecycle=Lifecycle(GROUP_STATES, GROUP_MOVES),
    clocks=(ClockRule("triage", "Triage", "submitted", 3, Unit.WORKING_DAYS, ("ready",), COORDINATOR, "Policy"),),
    meeting=replace(SMALL.meeting, quorum=QUORUM, review_months_by_band=()),
    decisions=(
        DecisionOption("watch", "Watch it", 1, TABLE, "watched", needs_review=False, no_letter_because="A test"),
    ),
    closure_reasons=(ClosureReason("calm", "It is calm", "STOPPED"),),
    retention=(RetentionRule("case", 2, starts_on="closed", basis="Policy"),),
    case_roles=(),
    case_forms=(),
    workings=None,
    titled_by=BriefLine("Community", "about", "place"),
    brief=(BriefLine("Tension", "about", "tension"),),
)
ROLES = (
    ("cora", Role.COORDINATOR),
    ("alder", Role.CHAIR),
    ("birch", Role.VICE_CHAIR),
    ("larch", Role.MEMBER),
    ("rowan", Role.MEMBER),
    ("fern", Role.REFERRER),
)


@pytest.fixture
def forms_panels(app: Flask) -> Iterator[tuple[PanelType, PanelType]]:
    """Both panels run, with keys and people, until the end of the test."""
    before = dict(panel_types._panels)
    ring: Any = app.extensions[EXTENSION]
    for panel in (PANEL, GROUP_PANEL):
        panel_types.add(panel)
    with app.app_context(), unit_of_work():
        ring.prepare((HERE, COMMUNITY))
        for name, role in ROLES:
            account = account_by_email(f"{name}@example.org")
            assert account is not None
            for key in (HERE, COMMUNITY):
                appoint(
                    actor=None,
                    account=account,
                    panel=key,
                    role=role,
                    from_on=date(2026, 1, 1),
                    to_on=date(2028, 12, 31),
                )
    yield PANEL, GROUP_PANEL
    panel_types._panels.clear()
    panel_types._panels.update(before)
    for key in [key for key in ring._newest if key[0] in (HERE, COMMUNITY)]:
        del ring._newest[key]
