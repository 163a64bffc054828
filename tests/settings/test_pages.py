"""Definitions as pages that a chair reads and signs, and settings through forms."""

from typing import Any

import pytest
import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.policy_table import RULES
from auth.roles import PARTNERSHIP_ROLES, Role
from casework.panel_settings.models import PanelSetting, SignOff
from casework.panel_type.definition import PanelType
from casework.panel_type.registry import panel_types
from extensions import db
from panels.definitions import discover
from panels.settings.permission_words import WORDS
from panels.settings.words import move_title
from tests.cases.made import acting
from tests.conftest import PANEL
from tests.settings.modes import PROOF, modes, run_in

__all__ = ["modes"]
PANELS = discover()
by_key = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.key)
NOT_THEIRS = ("larch", "rowan", "fern", "yew", "elm")
WHY = "Agreed at the partnership's board"


def entries(app: Any) -> list[tuple[str, str | None, str]]:
    with app.app_context():
        wanted = sa.select(AccessEntry).where(AccessEntry.event.like("panel.%")).order_by(AccessEntry.number)
        return [(entry.event, entry.panel, entry.rule) for entry in db.session.scalars(wanted)]


@by_key
def test_a_definition_would_leave_something_out(browser_for: Any, panel: PanelType) -> None:
    page = browser_for("oak").get(f"/admin/panels/{panel.key}")
    assert page.status == 200
    words = page.words()
    in_force = panel_types.declared(panel.key)
    expected = [in_force.purpose, *in_force.who_for, in_force.meeting.confidentiality_statement]
    expected += [state.title for state in in_force.lifecycle.states]
    expected += [move_title(move) for move in in_force.lifecycle.transitions]
    expected += [clock.title for clock in in_force.clocks] + [clock.source for clock in in_force.clocks]
    expected += [decision.title for decision in in_force.decisions]
    expected += [reason.label for reason in in_force.closure_reasons]
    expected += [question.text for tool in in_force.risk_tools for question in tool.questions]
    expected += [band.title for tool in in_force.risk_tools for band in tool.bands]
    expected += [example.title for example in in_force.examples] + [figure.title for figure in in_force.figures]
    expected += [letter.title for letter in in_force.letters] + [prompt.text for prompt in in_force.prompts]
    expected += [form.title for form in in_force.case_forms if not form.needs_narrative]
    expected += [rule.basis for rule in in_force.retention] + [mode.explanation for mode in in_force.modes]
    missing = [text for text in expected if " ".join(text.split()) not in words]
    assert not missing
    assert words.count("A time given to somebody else") == sum(clock.window for clock in in_force.clocks)
    assert "Set differently" not in words


@by_key
def test_every_question_that_is_asked_is_shown_with_its_class(app: Any, browser_for: Any, panel: PanelType) -> None:
    page = browser_for("oak").get(f"/admin/panels/{panel.key}")
    with app.app_context():
        in_force = panel_types.get(panel.key)
    forms = (in_force.referral_form, *(form.form for form in in_force.case_forms))
    questions = [question for form in forms for section in form.sections for question in section.questions]
    assert len([cell.text for cell in page.tree.iter("abbr")]) == len(questions)
    assert {question.label for question in questions} <= {cell.text for cell in page.tree.iter("th")}


@by_key
def test_every_move_stands_in_the_drawing_and_in_the_table(browser_for: Any, panel: PanelType) -> None:
    page = browser_for("oak").get(f"/admin/panels/{panel.key}")
    dots = [dot for dot in page.tree.iter() if "app-flow__dot" in (dot.get("class") or "")]
    [table] = [table for table in page.tree.iter("table") if table.get("id") == "moves"]
    rows = len([row for row in table.iter("tr") if row.get("role") == "row"]) - 1
    assert len(dots) == rows == len(panel.lifecycle.transitions)


def test_who_does_not_run_the_panel_finds_no_definition(browser_for: Any) -> None:
    for key in NOT_THEIRS:
        browser = browser_for(key)
        assert browser.get(f"/admin/panels/{PANEL}").status == 404, key
        assert browser.get(f"/admin/panels/{PANEL}/settings").status == 404, key
    for key in ("alder", "birch", "cora", "oak"):
        assert browser_for(key).get(f"/admin/panels/{PANEL}").status == 200, key
    assert browser_for("oak").get("/admin/panels/none").status == 404


def test_somebody_who_runs_one_panel_reads_no_other(browser_for: Any) -> None:
    cora = browser_for("cora")
    assert cora.get("/admin/panels/channel").status == 404
    assert "Channel" not in cora.get("/admin/panels").words()


@by_key
def test_a_panel_whose_existence_is_hidden_is_named_to_others(browser_for: Any, panel: PanelType) -> None:
    hidden = [other for other in PANELS if other.visibility.existence_hidden and other.key != panel.key]
    words = browser_for("oak").get(f"/admin/panels/{panel.key}").words()
    sight = words[words.index("Who learns of the records Membership") :]
    for other in hidden:
        assert other.name not in sight[: sight.index("Warnings and routes") if panel.prompts else None], other.key


def test_a_chair_signs_off_and_a_later_change_shows(app: Any, browser_for: Any) -> None:
    alder = browser_for("alder")
    page = alder.get(f"/admin/panels/{PANEL}")
    assert "Not signed off yet" in page.words()
    page = alder.submit({}, form="read")
    assert page.status == 422
    assert "Confirm that you have read the definition" in page.words()
    page = alder.submit({"read": ["yes"]}, form="read")
    assert "Nothing has changed since" in page.words()
    assert "Signed off by Alder" in page.words()
    alder.get(f"/admin/panels/{PANEL}/settings/clock.triage.length")
    alder.submit({"value": "5", "why": WHY})
    page = alder.get(f"/admin/panels/{PANEL}")
    assert "Changed since" in page.words()
    assert "Changed: Deadline “Decide whether to take the referral”" in page.words()
    assert "5 working days" in page.words()
    assert "Set differently" in page.words()
    with app.app_context():
        [signed] = db.session.scalars(sa.select(SignOff))
        assert (signed.panel, signed.version, signed.role) == (PANEL, 1, "chair")
    assert ("panel.sign_off", PANEL, "panel-chair") in entries(app)
    assert ("panel.set", PANEL, "panel-chair") in entries(app)


def test_only_a_chair_signs_off(browser_for: Any) -> None:
    for key in ("cora", "oak"):
        browser = browser_for(key)
        page = browser.get(f"/admin/panels/{PANEL}")
        assert not [button for button in page.tree.iter("button") if "Sign this" in "".join(button.itertext())]
        fields = {"csrf_token": dict(browser.get("/admin/panels").fields("csrf_token"))["csrf_token"], "read": "yes"}
        assert browser.post(f"/admin/panels/{PANEL}/sign-off", fields).status == 404, key


def test_what_was_signed_is_what_was_read(app: Any, browser_for: Any) -> None:
    alder, oak = browser_for("alder"), browser_for("oak")
    alder.get(f"/admin/panels/{PANEL}")
    oak.get(f"/admin/panels/{PANEL}/settings/repeat_months")
    assert oak.submit({"value": "6", "why": WHY}).status == 200
    page = alder.submit({"read": ["yes"]}, form="read")
    assert page.status == 422
    assert "has changed since you opened this page" in page.words()
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SignOff)) == 0


def test_a_number_is_set_with_who_and_why_and_shown_in_the_history(app: Any, browser_for: Any) -> None:
    oak = browser_for("oak")
    page = oak.get(f"/admin/panels/{PANEL}/settings/clock.triage.length")
    assert "Deadlines that run already keep their due day" in page.words()
    page = oak.submit({"value": "5", "why": WHY})
    assert page.path == f"/admin/panels/{PANEL}/settings"
    history = page.words()[page.words().index("History") :]
    assert "Decide whether to take the referral: Length 5 working days In force" in history
    assert WHY in history
    assert "Oak Brannigan" in history
    assert ("panel.set", PANEL, "panel-administrator") in entries(app)
    oak.get(f"/admin/panels/{PANEL}/settings/clock.triage.length")
    page = oak.submit({"value": "", "why": WHY})
    assert "As the definition says In force" in page.words()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("clock.triage.length", "0", "Enter a number from 1 to 260"),
        ("clock.triage.length", "soon", "must be a whole number"),
        (
            "risk.asb_ram.begins.medium",
            "40",
            "This cannot be set, because then risk tool asb_ram has a gap or an overlap",
        ),
        ("keep.rejected.years", "0", "then the retention rule for rejected keeps it for no time"),
        ("name", "Hate Incident Panel", "Another panel is called that"),
    ],
)
def test_a_fault_stands_beside_the_field(app: Any, browser_for: Any, name: str, value: str, says: str) -> None:
    alder = browser_for("alder")
    alder.get(f"/admin/panels/{PANEL}/settings/{name}")
    page = alder.submit({"value": value, "why": WHY})
    assert page.status == 422
    [error] = [one for one in page.tree.iter() if one.get("id") == "value-error"]
    assert says in " ".join("".join(error.itertext()).split())
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(PanelSetting)) == 0


def test_a_setting_that_the_panel_does_not_have_is_not_found(browser_for: Any) -> None:
    oak = browser_for("oak")
    assert oak.get(f"/admin/panels/{PANEL}/settings/none").status == 404
    assert oak.get(f"/admin/panels/{PANEL}/mode").status == 404


@pytest.mark.usefixtures("modes")
def test_a_mode_is_chosen_with_its_record(app: Any, browser_for: Any) -> None:
    oak = browser_for("oak")
    oak.get(f"/admin/panels/{PANEL}/mode")
    page = oak.submit({"mode": "assessed", "why": WHY})
    assert page.status == 422
    assert "Record first: a signed data protection assessment" in page.words()
    days = {
        f"{name}-{part}": getattr(getattr(PROOF, name), part)
        for name in ("signed_on", "review_on")
        for part in ("day", "month", "year")
    }
    page = oak.submit(
        {"mode": "assessed", "why": WHY, "reference": PROOF.reference, "signed_by": PROOF.signed_by, **days}
    )
    assert "On record: DPIA 2026/14, signed by Information governance lead on 2 March 2026" in page.words()
    assert ("panel.mode", PANEL, "panel-administrator") in entries(app)
    assert "DPIA 2026/14" in oak.get(f"/admin/panels/{PANEL}").words()


@pytest.mark.usefixtures("modes")
def test_the_administrator_can_start_a_panel_again_and_nobody_else(app: Any, browser_for: Any) -> None:
    with acting(app, "oak") as oak:
        run_in(oak, "off")
    assert browser_for("alder").get(f"/admin/panels/{PANEL}").status == 404
    administrator = browser_for("oak")
    assert "Not run here" in administrator.get("/admin/panels").words()
    administrator.get(f"/admin/panels/{PANEL}/mode")
    administrator.submit({"mode": "usual", "why": WHY})
    assert browser_for("alder").get(f"/admin/panels/{PANEL}").status == 200


@pytest.mark.usefixtures("modes")
def test_a_chair_who_stops_the_panel_is_led_out_of_it(browser_for: Any) -> None:
    birch = browser_for("birch")
    birch.get(f"/admin/panels/{PANEL}/mode")
    page = birch.submit({"mode": "off", "why": WHY})
    assert page.status == 200
    assert birch.get(f"/admin/panels/{PANEL}").status == 404


def test_every_right_of_a_panel_role_has_words() -> None:
    """Add words for a new permission in ``panels/settings/permission_words.py``."""
    held = {
        permission for rule in RULES if rule.roles & (set(Role) - PARTNERSHIP_ROLES) for permission in rule.permissions
    }
    assert held == set(WORDS)


def test_a_definition_would_be_one_long_page_or_keep_a_part_from_paper(browser_for: Any) -> None:
    alder = browser_for("alder")
    page, whole = alder.get(f"/admin/panels/{PANEL}"), alder.get(f"/admin/panels/{PANEL}?all=yes")
    for shown, opened in ((page, False), (whole, True)):
        parts = shown.tree.find_class("app-definition__part")
        sections = panel_types.get(PANEL).referral_form.sections
        assert len(parts) > len(sections) + 10
        loose = {heading.get("id") for heading in shown.tree.iter("h2") if heading.getparent().tag != "summary"}
        assert {"purpose", "sign-off"} <= loose
        assert loose.isdisjoint({"form", "life", "deadlines", "roles", "decisions"})
        assert all((part.get("open") is not None) is opened for part in parts)
        assert [part for part in parts if part.findall("summary") and len(part) > 1] == parts
    assert f"/admin/panels/{PANEL}?all=yes" in page.links()
