"""The policy against the table of decisions that people keep (tests/proofs/decisions.txt); nothing else is allowed."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from auth import policy, roles
from auth.policy import decide
from auth.policy_relationships import EXCLUDED
from auth.policy_table import EMERGENCY_RULE, RULES, Rule
from auth.roles import Actor, Held, Role
from tests.proofs.decisions import DUTIES, first_difference, table

pytestmark = pytest.mark.pure
PANEL, OTHER = "one", "other"
VERSIONS = Path(__file__).with_name("rule_versions.txt")
ALL_PERMISSIONS = sorted({permission for rule in RULES for permission in rule.permissions})
RELATIONSHIPS = table().relationships()
PANEL_ROLES = [role for role in Role if role not in DUTIES]


def somebody(*held: tuple[Role, str | None]) -> Actor:
    roles = tuple(Held(role, panel, uuid4()) for role, panel in held)
    return Actor(uuid4(), "A Person", uuid4(), "An Agency", "police", roles)


def allowed(actor: Actor, panel: str | None = PANEL, related: frozenset[str] = frozenset()) -> set[str]:
    return {permission for permission in ALL_PERMISSIONS if decide(actor, permission, panel, related).allowed}


def by_role(role: Role) -> set[str]:
    """What the role alone may, by the table that people keep."""
    return {one for line in table().lines if (line.role, line.related) == (role, None) for one in line.permissions}


def test_the_policy_would_answer_otherwise_than_the_table_that_people_keep() -> None:
    assert first_difference() == ""
    assert [rule.key for rule in RULES] == list(table().rules)


def test_a_role_or_relationship_would_be_in_the_policy_and_not_in_the_table() -> None:
    named = {word for rule in RULES for word in rule.relationships}
    assert named == set(RELATIONSHIPS)
    assert {role for rule in RULES for role in rule.roles} == {line.role for line in table().lines} - {None}
    assert DUTIES == roles.PARTNERSHIP_ROLES


def digest_of(rule: Rule) -> str:
    """Of all that a rule says, but its version."""
    said = (sorted(rule.permissions), sorted(rule.roles), sorted(rule.relationships), rule.sentence, rule.names_panel)
    return sha256(repr(said).encode()).hexdigest()[:16]


def test_a_rule_would_change_and_entries_of_before_and_after_name_the_same_version() -> None:
    """The log keeps rule and version; ``rule_versions.txt`` keeps what each version said."""
    kept = {key: (int(version), digest) for key, version, digest in map(str.split, VERSIONS.read_text().splitlines())}
    wrong = []
    for rule in RULES:
        line = f"{rule.key} {rule.version} {digest_of(rule)}"
        version, digest = kept.pop(rule.key, (0, ""))
        if digest == digest_of(rule) and version == rule.version:
            continue
        if version >= rule.version:
            wrong.append(f"{rule.key} says something else than its version {version} did: give it a new version")
        else:
            wrong.append(f"Write into {VERSIONS.name}: {line}")
    wrong += [f"Take {key} out of {VERSIONS.name}: there is no such rule" for key in kept]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [Role.DUTY_OFFICER, Role.DEPUTY])
def test_emergency_access_would_open_more_than_reading(role: Role) -> None:
    person = somebody((role, PANEL))
    assert allowed(person, related=frozenset({"emergency"})) == {"case.read"}
    assert allowed(person, related=frozenset({"on_duty"})) == {"emergency.ask"}
    assert decide(person, "case.read", PANEL, frozenset({"emergency"})).rule == EMERGENCY_RULE
    assert allowed(somebody((role, OTHER)), related=frozenset({"emergency", "on_duty"})) == set()


@pytest.mark.parametrize("role", [Role.CHAIR, Role.VICE_CHAIR])
def test_a_chair_would_review_emergency_access_by_the_own_agency(role: Role) -> None:
    chair = somebody((role, PANEL))
    assert allowed(chair, related=frozenset({"other_agency"})) - allowed(chair) == {"emergency.review"}


def test_the_privacy_officer_would_see_more_than_what_is_to_be_reviewed() -> None:
    officer, numbers = somebody((Role.PRIVACY_OFFICER, None)), {"emergency.figures", "inquiry.told"}
    for panel in (PANEL, OTHER):
        assert allowed(officer, panel) == numbers | {"emergency.record"}
        assert allowed(officer, panel, frozenset({"other_agency"})) == numbers | {
            "emergency.record",
            "emergency.review",
        }
    everything = frozenset(RELATIONSHIPS)
    assert allowed(officer, PANEL, everything) == numbers | {"emergency.record", "emergency.review", "inquiry.answer"}
    chairs_too = somebody((Role.PRIVACY_OFFICER, None), (Role.CHAIR, PANEL))
    assert allowed(chairs_too, PANEL, everything) == numbers | {
        "emergency.record",
        "emergency.review",
        "inquiry.answer",
    }


def test_a_member_who_was_not_named_would_keep_a_right_to_the_case() -> None:
    member, related = somebody((Role.MEMBER, PANEL)), frozenset({"not_named", "listed", "named"})
    assert allowed(member, related=related) == set()
    for role in set(PANEL_ROLES) - {Role.MEMBER, Role.REFERRER}:
        person = somebody((role, PANEL), (Role.MEMBER, PANEL))
        assert allowed(person, related=frozenset({"not_named"})) == by_role(role), role


@pytest.mark.parametrize("role", list(Role))
def test_a_role_of_one_panel_would_open_another_panel(role: Role) -> None:
    assert allowed(somebody((role, OTHER))) == set()


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (
            Role.AUDITOR,
            {
                "access_log.read",
                "access_model.read",
                "emergency.figures",
                "inquiry.decide",
                "inquiry.name",
                "inquiry.searched",
                "statistics.published",
            },
        ),
        (Role.ADMINISTRATOR, {"access_model.read", "accounts.manage", "panel.read", "panel.set"}),
    ],
)
def test_the_auditor_or_administrator_would_have_more_than_their_own_rights(role: Role, rights: set[str]) -> None:
    person = somebody((role, None))
    assert allowed(person, None) == rights
    assert allowed(person, PANEL) == set()
    assert allowed(person, PANEL, frozenset(RELATIONSHIPS)) == set()
    assert allowed(somebody((role, None), (Role.CHAIR, PANEL)), PANEL, frozenset(RELATIONSHIPS)) == set()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("permission", ALL_PERMISSIONS)
def test_a_declared_conflict_would_be_beaten_by_a_role(role: Role, permission: str) -> None:
    related = frozenset({EXCLUDED, *RELATIONSHIPS})
    decision = decide(somebody((role, PANEL), (role, None)), permission, PANEL, related)
    assert decision == policy.EXCLUSION


def test_a_permission_that_is_in_no_rule_would_be_allowed() -> None:
    everything = somebody(*((role, PANEL) for role in Role), *((role, None) for role in Role))
    assert decide(everything, "case.erase", PANEL, frozenset(RELATIONSHIPS)) == policy.REFUSAL


def test_a_rule_without_role_and_relationship_would_stand_open_to_all() -> None:
    assert [rule.key for rule in RULES if not rule.roles and not rule.relationships] == []


def test_two_rules_would_share_a_key_so_that_the_log_could_not_tell_them_apart() -> None:
    assert len({rule.key for rule in RULES}) == len(RULES)


def test_the_sentence_of_a_rule_would_not_fit_its_column_or_name_a_panel() -> None:
    for rule in RULES:
        assert 10 < len(rule.sentence) <= 200


def test_the_decision_would_not_name_the_appointment_it_rests_on() -> None:
    chair = somebody((Role.CHAIR, PANEL))
    decision = decide(chair, "case.read", PANEL)
    assert (decision.rule, decision.role, decision.appointment_id) == (
        "chair",
        Role.CHAIR,
        chair.held[0].appointment_id,
    )


def test_a_panel_that_is_not_run_would_still_open_to_somebody() -> None:
    related = frozenset({*RELATIONSHIPS, "author"})
    for role in PANEL_ROLES:
        closed = replace(somebody((role, PANEL)), closed_panels=frozenset({PANEL}))
        assert not any(decide(closed, permission, PANEL, related).allowed for permission in ALL_PERMISSIONS)
        assert allowed(replace(somebody((role, OTHER)), closed_panels=frozenset({PANEL})), OTHER) == by_role(role)
