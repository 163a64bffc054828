"""The access model tells what the policy says, and leaves nothing out."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from auth import policy, policy_relationships
from auth.encryption.sealed import sealed_columns
from auth.policy_table import RULES
from auth.roles import ROLE_TITLES, Role
from panels.access_model import document, rendering
from panels.access_model.rendering import HELD, PERMISSIONS, case_tiers, permissions_of, role_table, tables
from panels.access_model.tiers import COLUMNS, KEYS, OPENS, OWN, opened_by, shown, span
from panels.access_model.words import OTHER_PERMISSIONS, RELATIONSHIPS
from panels.settings.permission_words import WORDS

ROOT = Path(__file__).resolve().parents[2]
GIVEN = {permission for rule in RULES for permission in rule.permissions}


@pytest.mark.long
def test_the_documentation_would_say_something_else_than_the_policy() -> None:
    """Bring it up to date with ``flask --app wsgi access-table``."""
    text = (ROOT / document.PLACE).read_text()
    assert document.brought_up_to_date(text) == text
    with pytest.raises(ValueError, match="marks"):
        document.brought_up_to_date(text.replace(document.END, ""))


@pytest.mark.long
def test_a_rule_that_goes_would_stay_in_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    before = document.section()
    for gone in RULES:
        monkeypatch.setattr(policy, "RULES", tuple(rule for rule in RULES if rule is not gone))
        if {permission for rule in policy.RULES for permission in rule.permissions} != GIVEN:
            assert document.section() != before, gone.key


def test_something_of_the_policy_would_have_no_words_or_no_tier() -> None:
    assert set(PERMISSIONS) == GIVEN
    assert set(WORDS) & set(OTHER_PERMISSIONS) == set()
    used = {one for rule in RULES for one in rule.relationships} | {
        policy_relationships.EXCLUDED,
        policy_relationships.NOT_NAMED,
    }
    assert set(RELATIONSHIPS) - {""} == used
    assert Counter(one for line in OPENS.values() for one in line.split()) == Counter(GIVEN)


def test_a_sealed_column_would_have_no_tier(whole_app: Flask) -> None:
    """Say in ``panels/access_model/tiers.py`` how far into a record the new column reaches."""
    assert set(COLUMNS) == {f"{one.table}.{one.column}" for one in sealed_columns()}
    for tier in COLUMNS.values():
        assert tier == OWN or span(tier), tier


def test_spans_would_be_read_or_written_wrong() -> None:
    assert span("F0-F2 F4") == {"F0", "F1", "F2", "F4"}
    assert shown(span("F0-F2 F4")) == "F0–F2, F4"
    assert (shown(span("F3")), shown(())) == ("F3", "—")
    with pytest.raises(ValueError, match="tuple"):
        span("F9")


def test_the_table_would_open_a_case_to_who_has_none() -> None:
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER):
        assert {one for one in RELATIONSHIPS if case_tiers(role, one)} == set()
    assert {role for role in HELD if permissions_of(role, policy_relationships.EXCLUDED)} == set()
    assert case_tiers(None, "") == case_tiers(Role.REFERRER, "") == case_tiers(Role.MEMBER, "") == frozenset()
    assert case_tiers(Role.MEMBER, policy_relationships.LISTED) == span("F0-F5")
    assert case_tiers(Role.MEMBER, policy_relationships.NOT_NAMED) == frozenset()
    assert case_tiers(Role.DUTY_OFFICER, policy_relationships.EMERGENCY) == span("F0-F3")
    assert case_tiers(Role.CHAIR, "") == set(KEYS)
    assert opened_by("address.reveal") == {"F0", "F4"}


def test_a_cell_would_say_more_or_less_than_the_policy() -> None:
    table = role_table()
    read = dict(zip(table.columns, next(row for row in table.rows if row[0] == WORDS["case.read"]), strict=True))
    assert read[ROLE_TITLES[Role.CHAIR]] == rendering.YES
    assert read[ROLE_TITLES[Role.MEMBER]] == "Listed, Named"
    assert read[ROLE_TITLES[Role.DEPUTY]] == "Emergency"
    assert read[ROLE_TITLES[Role.ADMINISTRATOR]] == rendering.DASH
    assert read["Without any role"] == "Associate, Contact, Guest, Chairs the case"


@pytest.mark.long
def test_the_page_would_lack_a_row_or_a_way_to_it(browser_for: Any) -> None:
    for who, start in (("alder", "/admin/panels"), ("yew", "/audit"), ("oak", "/admin"), ("cora", "/admin/panels")):
        client = browser_for(who)
        assert "/admin/access" in client.get(start).links(), who
        page = client.get("/admin/access")
        found = [" ".join(row.text_content().split()) for row in page.tree.findall(".//tbody/tr/th")]
        assert found == [" ".join(row[0].split()) for table in tables() for row in table.rows]
    for who in ("laurel", "larch", "elm", "fern"):
        assert browser_for(who).get("/admin/access").status == 404
