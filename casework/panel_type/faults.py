"""A fault in a panel's definition: what is wrong, in which file, and what to do about it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. ``words`` name the part and what is wrong with it; ``mend`` says what to do, as a command.

    ``part`` is the declaration at fault; where something is missing or wrong as a whole, ``field`` names the field of
    the panel. ``file`` is where that is declared, as near as it can be found (``declared_in``).
    """

    words: str
    mend: str
    part: object = None
    field: str = ""
    file: str = ""

    def __str__(self) -> str:
        where = f"{self.file}: " if self.file else ""
        return f"{where}{self.words}. {self.mend}."


class DefinitionError(Exception):
    """A panel's definition is not sound. ``str()`` names the panel and every fault, each with its file and mend."""

    def __init__(self, panel_key: str, faults: Iterable[Fault]) -> None:
        self.panel_key = panel_key
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"The definition of panel {panel_key} cannot be used:\n{lines}")


def key_of(part: object) -> str:
    """What a declaration is known by: the value of its first field."""
    return str(getattr(part, fields(part)[0].name))  # type: ignore[arg-type]


def repeated(
    what: str, parts: Iterable[Any], *, key: Callable[[Any], str | None] = key_of, field: str = ""
) -> Iterator[Fault]:
    """A fault for every part whose key another has already. ``key`` may answer ``None``: such a part has none."""
    seen: set[str] = set()
    for part in parts:
        found = key(part)
        if found is None:
            continue
        if found in seen:
            yield Fault(f"{what} {found} is declared twice", "Take one of the two away, or rename it", part, field)
        seen.add(found)
