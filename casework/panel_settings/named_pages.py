"""Pages, prints and files that bear their reader's name, in the panels that ask for it (``Visibility.named_pages``).

The name and the time stand there so that a photograph, a print or a file that turns up somewhere says whose it was.
"""

from collections.abc import Collection
from dataclasses import dataclass

from auth.opened import UNNAMED
from auth.roles import EMERGENCY_ROLES, Actor, Role
from casework.panel_type.registry import panel_types
from extensions import now
from wording.dates import uk_datetime

NO_PRINTERS = frozenset({Role.MEMBER, Role.REFERRER}) | EMERGENCY_ROLES


@dataclass(frozen=True, slots=True)
class Bearing:
    """What a page bears. ``words``: the reader's name and the London time, or nothing. ``prints``: it may be printed
    by the browser."""

    words: str = ""
    prints: bool = True


def bearing_of(actor: Actor, opened: Collection[str], *, in_emergency: bool = False) -> Bearing:
    """What the page of ``actor`` bears that shows something of the panels ``opened``.

    Somebody who must not learn whose record they see gets the line wherever any panel asks for it, so that it does not
    tell one panel from another. What is opened ``in_emergency`` bears it in every panel, and is not printed.
    """
    if in_emergency:
        return Bearing(_who_and_when(actor), prints=False)
    naming = {panel.key for panel in panel_types.every() if panel.visibility.named_pages}
    here = naming.intersection(opened)
    if not here and not (naming and UNNAMED in opened):
        return Bearing()
    return Bearing(_who_and_when(actor), all(_prints(actor, panel) for panel in here))


def copy_line(actor: Actor, panel: str) -> str:
    """What a file made for ``actor`` bears on every page; nothing where the panel does not ask for it."""
    return f"Copy for {_who_and_when(actor)}" if panel_types.get(panel).visibility.named_pages else ""


def _who_and_when(actor: Actor) -> str:
    return f"{actor.name}, {uk_datetime(now())}"


def _prints(actor: Actor, panel: str) -> bool:
    """Members and people let in from outside do not print; who refers and has no other part prints their own."""
    roles = actor.roles(panel)
    return roles == {Role.REFERRER} or bool(roles - NO_PRINTERS)
