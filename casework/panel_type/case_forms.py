"""Forms that officers fill in on a case after it was taken: consent, a statutory decision, an agency's return.

A panel declares them; one feature shows, seals, confirms and keeps them. What is written is never overwritten: a
correction is a new filling that replaces the old one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from casework.panel_type.answers import Problem
from casework.panel_type.facts import CaseFacts, Requirement
from casework.panel_type.questions import Answers, Condition, Form

Check = Callable[[CaseFacts, Answers], Iterable[Problem]]
"""Judges what was typed against the case; each problem names its question."""


class Second(StrEnum):
    """Who must agree before a filled-in form counts."""

    NOBODY = "nobody"
    PERSON = "person"
    """Another person who may fill it in."""
    AGENCY = "agency"
    """Somebody of another agency who may fill it in."""


@dataclass(frozen=True, slots=True)
class Follow:
    """A move of the lifecycle that the form, once it counts, makes by itself: always, or when an answer says so.

    ``closure_reason``: why the case ends, for a move into a state that ends it.
    """

    verb: str
    when: Condition | None = None
    closure_reason: str = ""


@dataclass(frozen=True, slots=True)
class Speakers:
    """Questions of a form in which the person a case is about says how far whoever speaks for them is told: whether
    they hear how it goes (``updates``), and whether they read what is written (``contents``). ``how``: in what manner
    the person said so."""

    updates: str
    contents: str
    how: str


@dataclass(frozen=True, slots=True)
class ContactPlace:
    """Where a form names the one person whom somebody who asked can speak to: a section that stands once, and its
    questions for the name, the phone number and the times."""

    section: str
    name: str
    phone: str
    times: str


@dataclass(frozen=True, slots=True)
class CaseForm:
    """One form. All sections stand on one page.

    ``roles`` may fill it in, and where ``agency_types`` is given only officers of those agencies. ``states``: only
    while the case is at one of them (empty: at any open one). ``readers``: panel roles that may read it (empty: all
    who read the case). ``offered``: where this does not hold the form does not exist for anybody. ``requires`` must
    hold when it is sent. ``checks`` judge the answers. ``second``: who must agree before it counts. ``follows``: the
    first whose condition holds is made once it counts. ``ends_provider_tasks``: standing actions that a provider of
    support carries out end at once, because their ground is gone. ``fresh_eyes``: whoever took part in the case before
    (filled in or agreed to a form, moved the case) may neither fill it in nor agree to it. ``letters``: templates
    drafted once it counts. ``once``: filled in once only. ``in_brief``: read out when the case is called.
    ``speakers``: what it says of those who speak for the person is noted for letters once it counts.
    ``contact``: it names whom somebody who asked for the case can speak to, and they are told.
    ``needs_narrative``: it does not exist where the panel runs without narrative.
    """

    key: str
    title: str
    form: Form
    roles: tuple[str, ...]
    agency_types: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    offered: Requirement | None = None
    requires: tuple[Requirement, ...] = ()
    checks: tuple[Check, ...] = ()
    second: Second = Second.NOBODY
    follows: tuple[Follow, ...] = ()
    ends_provider_tasks: Condition | None = None
    letters: tuple[str, ...] = ()
    once: bool = False
    fresh_eyes: bool = False
    in_brief: bool = False
    needs_narrative: bool = False
    speakers: Speakers | None = None
    contact: ContactPlace | None = None
    intro: str = ""


FORM_EVENT = "form:"
"""``form:<key>`` is an event of clocks: the case form ``key`` was filled in and counts."""


def form_event(key: str) -> str:
    """The event of clocks for a case form."""
    return f"{FORM_EVENT}{key}"
