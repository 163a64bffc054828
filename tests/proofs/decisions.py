"""The hand-kept table of decisions, read; and every situation in which the policy is compared with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from uuid import uuid4

from auth import policy
from auth.policy import Decision
from auth.roles import Actor, Held, Role

TABLE = Path(__file__).with_name("decisions.txt")
PANEL, OTHER = "one", "other"
DUTIES = frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER})
EVERYWHERE = frozenset({Role.PRIVACY_OFFICER})
EXCLUDED, NOT_NAMED, STRANGE = "excluded", "not_named", "no relationship that the policy knows"
Answer = tuple[bool, str, str, Role | None, object, bool]


@dataclass(frozen=True)
class Line:
    """One line of the table; ``role`` is ``None`` for anybody."""

    role: Role | None
    related: str | None
    rule: str
    permissions: frozenset[str]


@dataclass(frozen=True)
class Table:
    """``rules``: the sentence of each rule and whether the person learns the panel, in the order in which they speak.
    ``lines`` are in that order too."""

    rules: dict[str, tuple[str, bool]]
    lines: tuple[Line, ...]
    never_by_cover: frozenset[str]

    def permissions(self) -> list[str]:
        return sorted({one for line in self.lines for one in line.permissions})

    def relationships(self) -> list[str]:
        return sorted({line.related for line in self.lines if line.related})


@dataclass(frozen=True)
class Situation:
    """Somebody asks for something of a panel (``None``: of no panel) and is related to it so."""

    actor: Actor
    panel: str | None
    related: frozenset[str]

    def __str__(self) -> str:
        told = [
            f"{one.role.value} of {one.panel}{' as cover' if one.for_account_id else ''}" for one in self.actor.held
        ]
        held = " and ".join(told) or "nobody"
        closed = ", which is not run" if self.actor.closed_panels else ""
        closed += ", whose access is stopped" if self.actor.is_frozen else ""
        closed += ", of an agency without an agreement" if self.actor.is_shut_out else ""
        return f"{held}, {' + '.join(sorted(self.related)) or 'not related'}, in {self.panel}{closed}"


@cache
def table() -> Table:
    """The table as it is kept."""
    rules: dict[str, tuple[str, bool]] = {}
    lines: list[Line] = []
    own: set[str] = set()
    section = ""
    for line in re.sub(r"\n +", " ", TABLE.read_text()).splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif section == "rules" and line and not line.startswith("#"):
            key, words = line.split(maxsplit=1)
            rules[key] = words.removeprefix("no panel: "), not words.startswith("no panel: ")
        elif section == "never by cover" and not line.startswith("#"):
            own |= set(line.split())
        elif line and not line.startswith("#"):
            lines.append(_line(section, line))
    order = list(rules)
    return Table(rules, tuple(sorted(lines, key=lambda one: order.index(one.rule))), frozenset(own))


def _line(section: str, line: str) -> Line:
    who, _, related = section.partition(" + ")
    rule, _, permissions = line.partition(": ")
    role = None if who == "anybody" else Role(who)
    return Line(role, related or None, rule, frozenset(permissions.split()))


def should(at: Situation, permission: str) -> Answer:
    """What the table says: allowed, rule, sentence, by which role and appointment, whether the panel is learnt."""
    if EXCLUDED in at.related:
        return False, "excluded", "a conflict of interest was declared", None, None, True
    if at.panel in at.actor.closed_panels:
        return False, "not-run", "the partnership does not run this panel", None, None, True
    if at.panel is not None and at.actor.is_frozen:
        return False, "frozen", "an auditor has stopped the access until they decide", None, None, True
    if at.panel is not None and at.actor.is_shut_out:
        return False, "no-agreement", "the agency's information-sharing agreement has ended", None, None, True
    duties = {one.role for one in at.actor.held if one.panel is None} & DUTIES
    usable = [one for one in at.actor.held if not (one.for_account_id and permission in table().never_by_cover)]
    roles = {one.role for one in usable if one.panel == at.panel or one.role in EVERYWHERE}
    for line in table().lines:
        fits = line.role is None or line.role in roles
        hidden = line.role is Role.MEMBER and NOT_NAMED in at.related
        barred = bool(duties) and line.role not in duties
        related = line.related is None or line.related in at.related
        if permission in line.permissions and fits and related and not hidden and not barred:
            return _allowed(line.rule, at, roles)
    return False, "none", "no rule allows this", None, None, True


def _allowed(rule: str, at: Situation, roles: set[Role]) -> Answer:
    sentence, named = table().rules[rule]
    by = {line.role for line in table().lines if line.rule == rule}
    held = next((one for one in at.actor.held if one.role in by & roles and one.panel in (at.panel, None)), None)
    sentence += ", as cover for a colleague" if held and held.for_account_id else ""
    return True, rule, sentence, held.role if held else None, held.appointment_id if held else None, named


def says(decision: Decision) -> Answer:
    """A decision of the policy in the table's terms."""
    return (
        decision.allowed,
        decision.rule,
        decision.sentence,
        decision.role,
        decision.appointment_id,
        decision.names_panel,
    )


def _person(*roles: Role, panel: str = PANEL, closed: bool = False) -> Actor:
    held = tuple(Held(role, None if role in DUTIES else panel, uuid4()) for role in roles)
    shut = frozenset({PANEL}) if closed else frozenset()
    return Actor(uuid4(), "A Person", uuid4(), "An Agency", "police", held, closed_panels=shut)


def _covering(*roles: Role, own: tuple[Role, ...] = ()) -> Actor:
    """Somebody who holds these roles as cover for one colleague, and others of their own."""
    colleague = uuid4()
    held = tuple(replace(one, for_account_id=colleague) for one in _person(*roles).held)
    return replace(_person(), held=(*_person(*own).held, *held))


def situations() -> Iterator[Situation]:
    """Nobody and every role, with no relationship, with each and with each that a role has lines for beside another;
    every two roles with these; every role held as cover, alone and beside an own one; what beats all of them; another
    panel, no panel, one that is not run, access that is stopped, and an agency whose agreement has ended."""
    names: list[frozenset[str]] = [frozenset(), *(frozenset({one}) for one in (*table().relationships(), STRANGE))]
    beside = sorted({line.related for line in table().lines if line.related and line.role})
    alone = [_person(), *(_person(role) for role in Role)]
    for person in alone:
        yield from (Situation(person, PANEL, related) for related in names)
        yield from (Situation(person, PANEL, related | {NOT_NAMED}) for related in names)
        yield from (Situation(person, PANEL, related | {EXCLUDED}) for related in names)
        yield from (Situation(person, None, related) for related in names)
    for role, one in sorted({(line.role, line.related) for line in table().lines if line.role and line.related}):
        yield from (Situation(_person(role), PANEL, related | {one}) for related in names)
    for two in combinations(Role, 2):
        yield from (Situation(_person(*two), PANEL, frozenset({one})) for one in (*beside, NOT_NAMED, STRANGE))
    yield from (Situation(alone[0], PANEL, frozenset(two)) for two in combinations(table().relationships(), 2))
    for role in Role:
        yield from (Situation(_person(role, panel=OTHER), PANEL, related) for related in names)
        yield from (Situation(_person(role, closed=True), PANEL, related) for related in names)
        for panel in (PANEL, None):
            for stopped in ({"is_shut_out": True}, {"is_frozen": True}):
                person = replace(_person(role), **stopped)
                yield from (Situation(person, panel, related) for related in names)
    for role in [one for one in Role if one not in DUTIES]:
        yield from (Situation(_covering(role), PANEL, related) for related in names)
        yield from (Situation(_covering(role, own=(Role.MEMBER,)), PANEL, related) for related in names)
        yield from (Situation(_covering(role, own=(role,)), PANEL, related) for related in names)
    both = Held(Role.CHAIR, OTHER, uuid4()), Held(Role.CHAIR, PANEL, uuid4())
    yield Situation(replace(_person(), held=both), PANEL, names[0])
    # A row that should never be: a panel's role held in no panel.
    lost = replace(_person(), held=(Held(Role.CHAIR, None, uuid4()),))
    yield from (Situation(lost, PANEL, related) for related in names)


@cache
def asked() -> dict[str, list[tuple[Situation, Answer]]]:
    """By permission: every situation with what should come of it."""
    every = list(situations())
    names = sorted({*table().permissions(), "nothing.known"})
    return {permission: [(at, should(at, permission)) for at in every] for permission in names}


def first_difference(permissions: frozenset[str] | None = None, rule: str = "") -> str:
    """Where the policy, as it is at this moment, first answers otherwise than the table; empty when nowhere.

    ``permissions``: what alone can have changed. ``rule``: whose answers are looked at first.
    """
    wanted = asked() if permissions is None else {one: asked()[one] for one in asked() if one in permissions}
    if rule:
        theirs = {one: [case for case in cases if case[1][1] == rule] for one, cases in wanted.items()}
        found = _difference(theirs)
        if found:
            return found
    return _difference(wanted)


def _difference(wanted: dict[str, list[tuple[Situation, Answer]]]) -> str:
    for permission, cases in wanted.items():
        for at, answer in cases:
            at.actor._by_panel.clear()  # what an earlier copy of the policy remembered
            found = says(policy.decide(at.actor, permission, at.panel, at.related))
            if found != answer:
                return f"{at}: {permission}: {found}, and the table says {answer}"
    return ""
