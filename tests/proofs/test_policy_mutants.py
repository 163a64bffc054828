"""Every weakened copy of the policy: each must answer somewhere otherwise than the table that people keep."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from auth import policy, roles
from auth.policy_table import RULES, Rule
from auth.roles import Role
from tests.proofs.decisions import DUTIES, first_difference, table
from tests.proofs.mutants import functions_of, mutants_of

pytestmark = [pytest.mark.pure, pytest.mark.long]
Mutated = tuple[str, tuple[Rule, ...], frozenset[str], str]
FIELDS = ("permissions", "roles", "relationships")
SAME = {
    "auth.roles.Actor.roles: always panel not in self._by_panel": "works out again what it remembers: as right, slower",
}
"""Mutants that no question tells from the policy, each with the reason why."""


def _changed(place: int, rule: Rule) -> tuple[Rule, ...]:
    return (*RULES[:place], rule, *RULES[place + 1 :])


def dropped() -> Iterator[Mutated]:
    """Each rule, and each word of it, left out; each condition lifted; each order turned."""
    for place, rule in enumerate(RULES):
        yield f"without {rule.key}", (*RULES[:place], *RULES[place + 1 :]), rule.permissions, rule.key
        for field, word in ((name, word) for name in FIELDS for word in sorted(getattr(rule, name))):
            less = getattr(rule, field) - {word}
            changed = frozenset({word}) if field == "permissions" else rule.permissions
            if less or field == "permissions":
                yield f"{rule.key} without {word}", _changed(place, replace(rule, **{field: less})), changed, rule.key
        for field in ("roles", "relationships") if rule.roles and rule.relationships else ():
            lifted = replace(rule, **{field: frozenset()})
            yield f"{rule.key} whatever {field}", _changed(place, lifted), rule.permissions, ""
        hidden, mute = replace(rule, names_panel=not rule.names_panel), replace(rule, sentence="")
        yield f"{rule.key} and the panel's name", _changed(place, hidden), rule.permissions, rule.key
        yield f"{rule.key} unexplained", _changed(place, mute), rule.permissions, rule.key
        for later in RULES[place + 1 :]:
            both = rule.permissions & later.permissions
            if both and _meet(rule, later):
                moved = [one for one in RULES if one is not later]
                yield f"{later.key} before {rule.key}", (*moved[:place], later, *moved[place:]), both, rule.key


def widened() -> Iterator[Mutated]:
    """Each rule with each permission, role and relationship of any other rule added, unless a rule that speaks before
    it says the same to all whom it fits."""
    for place, rule in enumerate(RULES):
        for word in sorted(set(table().permissions()) - rule.permissions):
            more = replace(rule, permissions=rule.permissions | {word})
            if not _told_before(place, replace(rule, permissions=frozenset({word}))):
                yield f"{rule.key} with {word}", _changed(place, more), frozenset({word}), ""
        for field, every in (("roles", set(Role)), ("relationships", set(table().relationships()))):
            for word in sorted(every - getattr(rule, field)) if getattr(rule, field) else ():
                more = replace(rule, **{field: getattr(rule, field) | {word}})
                if not _told_before(place, replace(rule, **{field: frozenset({word})})):
                    yield f"{rule.key} with {word}", _changed(place, more), rule.permissions, ""


def _told_before(place: int, added: Rule) -> bool:
    earlier = [line for line in table().lines if line.rule in {rule.key for rule in RULES[:place]}]
    return all(
        any(
            permission in line.permissions and line.role in (None, role) and line.related in (None, related)
            for line in earlier
        )
        for permission in added.permissions
        for role in added.roles or {None}
        for related in added.relationships or {None}
    )


def _meet(one: Rule, other: Rule) -> bool:
    """Whether both can fit one person: a duty in the partnership has no other rule beside it."""
    return not (one.roles | other.roles) & DUTIES


@pytest.mark.parametrize("kind", [dropped, widened], ids=lambda kind: kind.__name__)
def test_a_changed_row_of_the_policy_would_go_unnoticed(kind: object, monkeypatch: pytest.MonkeyPatch) -> None:
    mutants = list(kind())  # type: ignore[operator]
    survived = []
    for name, rules, permissions, first in mutants:
        monkeypatch.setattr(policy, "RULES", rules)
        if not first_difference(permissions, first):
            survived.append(name)
    print(f"{len(mutants)} mutants of rows")
    assert survived == []


def test_a_changed_condition_of_the_decision_would_go_unnoticed(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = frozenset({"decide", "_fits", "_granted"})
    functions = functions_of(policy, only=wanted) + functions_of(roles, only=frozenset({"Actor.roles"}))
    mutants = [mutant for function in functions for mutant in mutants_of(function)]
    survived = set()
    for mutant in mutants:
        with mutant.alive():
            try:
                killed = bool(first_difference())
            except Exception:
                killed = True
        if not killed:
            survived.add(mutant.name)
    print(f"{len(mutants)} mutants of decide")
    assert survived == set(SAME)


def test_a_duty_that_is_forgotten_or_reaches_further_would_go_unnoticed(monkeypatch: pytest.MonkeyPatch) -> None:
    far = policy.ACROSS_PANELS
    changes = [("PARTNERSHIP_ROLES", DUTIES - {one}) for one in DUTIES] + [
        ("ACROSS_PANELS", far ^ {one}) for one in DUTIES
    ]
    for name, changed in changes:
        with monkeypatch.context() as patch:
            patch.setattr(policy, name, changed)
            assert first_difference(), f"{name} = {sorted(changed)}"
