"""The panels themselves: one folder of declarations each, exporting ``PANEL``. Adding a folder adds a panel."""

import pkgutil
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from casework.panel_type.definition import PanelType
from casework.panel_type.faults import DefinitionError, Fault

LACKS = re.compile(r"(\w+)\.__init__\(\) missing \d+ required [\w-]+ arguments?: (.+)")


@dataclass(frozen=True, slots=True)
class Folder:
    """A panel's folder. ``name`` is how messages call it."""

    key: str
    path: Path
    name: str


def folders() -> tuple[Folder, ...]:
    """Every folder here, by name."""
    return tuple(sorted(_folders(), key=lambda folder: folder.key))


def discover() -> tuple[PanelType, ...]:
    """The panel of every folder here, by folder name. Raises ``DefinitionError`` for one that cannot be read."""
    return tuple(panel_in(folder) for folder in folders())


def panel_in(folder: Folder) -> PanelType:
    """The ``PANEL`` that a folder exports.

    :raises DefinitionError: its files cannot be read, or they export no panel, or one of another name.
    """
    try:
        panel = getattr(import_module(f"{__name__}.{folder.key}"), "PANEL", None)
    except Exception as fault:
        raise DefinitionError(folder.key, [_unreadable(folder, fault)]) from fault
    start = f"{folder.name}/__init__.py"
    if not isinstance(panel, PanelType):
        mend = "Export PANEL = PanelType(...) there"
        raise DefinitionError(folder.key, [Fault("the folder exports no panel", mend, file=start)])
    if panel.key != folder.key:
        words = f"the panel has the key {panel.key}, and its folder is called {folder.key}"
        raise DefinitionError(folder.key, [Fault(words, f'Write key="{folder.key}"', file=start)])
    return panel


def _folders() -> Iterator[Folder]:
    for root in map(Path, __path__):
        for found in pkgutil.iter_modules([str(root)]):
            if found.ispkg:
                yield Folder(found.name, root / found.name, f"{__name__.replace('.', '/')}/{found.name}")


def _unreadable(folder: Folder, fault: Exception) -> Fault:
    """What Python could not do with a file, put where it stands: an argument that a declaration lacks, above all."""
    lacks = LACKS.match(str(fault))
    if lacks:
        words, mend = f"a {lacks[1]} is written without {lacks[2]}", f"Say its {lacks[2]}"
    else:
        words, mend = f"this cannot be read ({type(fault).__name__}: {fault})", "Put this line right"
    return Fault(words, mend, file=_where(folder, fault))


def _where(folder: Folder, fault: Exception) -> str:
    steps = [(step.filename, step.lineno) for step in traceback.extract_tb(fault.__traceback__)]
    if isinstance(fault, SyntaxError) and fault.filename:
        steps.append((fault.filename, fault.lineno))
    inside = [(Path(file), line) for file, line in steps if Path(file).is_relative_to(folder.path)]
    file, line = inside[-1] if inside else (folder.path / "__init__.py", 1)
    return f"{folder.name}/{file.relative_to(folder.path).as_posix()}, line {line}"
