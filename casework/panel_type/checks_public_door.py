"""Faults in the public door of a definition."""

import re
from collections.abc import Iterator

from casework.panel_type.checks_forms import one_form_faults
from casework.panel_type.definition import SYSTEM, PanelType
from casework.panel_type.faults import Fault, repeated
from casework.panel_type.public_door import PublicDoor, PublicPage
from casework.panel_type.questions import Form, Kind

PATH = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
OWN_PAGES = frozenset(
    {"start", "safety", "privacy", "number", "return", "status", "ended", "check", "sent", "withdraw", "files"}
)
AFTER = frozenset({"more", "unsafe", "stop", "receipt", "key", "about-you"})
"""Pages of every door, by the same name; ``AFTER``: those that come after sending."""


def public_door_faults(panel: PanelType) -> Iterator[Fault]:
    """Faults of the public form and its pages; none for a panel without a door."""
    door = panel.public_door
    if door is None:
        return
    yield from one_form_faults(door.form, "public ")
    yield from _forms(panel, door)
    yield from repeated("public page", door.pages)
    yield from _moves(panel, door)
    yield from _stages(panel, door)
    asked: set[tuple[str, int, str]] = set()
    for page in door.pages:
        yield from _page(door, page)
        for place in _places(page):
            if place in asked:
                words = f"public page {page.key} asks {place[0]}.{place[2]} again"
                yield Fault(words, "Ask every question on one page", page)
            asked.add(place)


def _forms(panel: PanelType, door: PublicDoor) -> Iterator[Fault]:
    others = {(form.id, form.version) for form in (panel.referral_form, *panel.earlier_forms)}
    if (door.form.id, door.form.version) in others:
        yield Fault("the public form has the id of another form", "Give it an id of its own", door.form)


def _moves(panel: PanelType, door: PublicDoor) -> Iterator[Fault]:
    first = [move for move in panel.lifecycle.transitions if move.source == panel.lifecycle.initial]
    if not any(SYSTEM in move.roles for move in first):
        words = "residents ask the panel, and the service may not send what they write"
        yield Fault(words, "Add SYSTEM to the roles of the transition that sends a referral", panel.lifecycle)
    withdrawals = [move for move in panel.lifecycle.transitions if move.verb == "withdraw"]
    if any(SYSTEM not in move.roles for move in withdrawals):
        words = "residents ask the panel, and the service may not take back what they sent"
        yield Fault(words, "Add SYSTEM to the roles of the transition that withdraws a referral", panel.lifecycle)
    for clock, _ in door.promises:
        if clock not in {rule.key for rule in panel.clocks}:
            yield Fault(f"the public door promises the unknown clock {clock}", "Name a clock of the panel", door)


def _stages(panel: PanelType, door: PublicDoor) -> Iterator[Fault]:
    states = {state.key for state in panel.lifecycle.states}
    told = [state for stage in door.stages for state in stage.states]
    for state in sorted(states - {*told, panel.lifecycle.initial}):
        yield Fault(f"a resident is told nothing at the state {state}", "Add it to a stage of the door", door)
    for state in sorted({*told} - states):
        yield Fault(f"a stage of the public door is for the unknown state {state}", "Name a state", door)
    for state in sorted({one for one in told if told.count(one) > 1}):
        yield Fault(f"two stages of the public door speak of {state}", "Leave it in one of them", door)
    for stage in (*door.stages, door.joined):
        if not stage.words.strip() or not 0 <= stage.step <= len(door.steps) + 1:
            yield Fault("a stage of the public door has no words or no such step", "Say both", stage)
    rules = {rule.key for rule in panel.clocks}
    named = {step.clock for step in door.steps if step.clock} | {stage.met[0] for stage in door.stages if stage.met}
    for clock in sorted(named - rules):
        yield Fault(f"the public door names the unknown clock {clock}", "Name a clock of the panel", door)


def _page(door: PublicDoor, page: PublicPage) -> Iterator[Fault]:
    if not PATH.fullmatch(page.key) or page.key in OWN_PAGES | AFTER:
        yield Fault(f"public page {page.key} has a key that cannot be used", "Use a small word that is free", page)
    for section, _, question in _places(page):
        if not _knows(door.form, section, question):
            words = f"public page {page.key} asks the unknown question {section}.{question}"
            yield Fault(words, "Name a section and a question of the public form", page)
    if page.show_if and not _knows(door.form, page.show_if.section, page.show_if.when.question):
        words = f"public page {page.key} waits for an unknown question"
        yield Fault(words, "Name a section and a question of the public form", page)
    if page.rows and page.rows.about and not _numbers(door.form, page.rows.section, page.rows.about):
        words = f"public page {page.key} links entries by {page.rows.about}, which is no whole number"
        yield Fault(words, "Name a question of Kind.INTEGER", page)
    if page.lists and page.lists not in {one.key for one in door.pages if one.each}:
        yield Fault(f"public page {page.key} lists {page.lists}, which is no page of entries", "Name one", page)


def _places(page: PublicPage) -> list[tuple[str, int, str]]:
    found = [(part.section, part.item, question) for part in page.parts for question in part.questions]
    rows = page.rows
    return found + ([(rows.section, 0, question) for question in rows.questions] if rows else [])


def _knows(form: Form, section: str, question: str) -> bool:
    try:
        form.section(section).question(question)
    except KeyError:
        return False
    return True


def _numbers(form: Form, section: str, question: str) -> bool:
    return _knows(form, section, question) and form.section(section).question(question).kind is Kind.INTEGER
