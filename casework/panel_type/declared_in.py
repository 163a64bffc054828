"""Where in its folder a panel declares something: read from the source, for the message that names a fault.

A declaration is a plain value and does not know where it was written, so the folder is searched for the call that made
it: the call of its class that holds most of its texts.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path

from casework.panel_type.faults import Fault

SHARED = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Module:
    """One file of a panel's folder, and the name under which people know it."""

    name: str
    tree: ast.Module

    def line(self, node: ast.AST) -> str:
        """The file and the line of a part of it."""
        return f"{self.name}, line {getattr(node, 'lineno', 1)}"


def located(faults: Iterable[Fault], folder: Path, name: str) -> list[Fault]:
    """The faults with the file and line in which each was written.

    ``folder`` is the panel's; ``name`` is how it is called in messages ("panels/definitions/x"). What is not found in
    the folder is looked for among the parts that panels share; what is not found at all is put to the folder itself.
    """
    own = [*_modules(folder, name)]
    shared = [module for module in _modules(SHARED, "casework/panel_type") if "/common_" in module.name]
    return [replace(fault, file=_place(fault, own, shared) or f"{name}/__init__.py") for fault in faults]


def _modules(folder: Path, name: str) -> Iterator[Module]:
    for file in sorted(folder.rglob("*.py")):
        yield Module(f"{name}/{file.relative_to(folder).as_posix()}", ast.parse(file.read_text()))


def _place(fault: Fault, own: list[Module], shared: list[Module]) -> str:
    if is_dataclass(fault.part):
        found = _best_call(fault.part, own) or _best_call(fault.part, shared, whole=True)
        if found:
            return found
    return _of_field(fault.field, own) if fault.field else ""


def _best_call(part: object, modules: list[Module], *, whole: bool = False) -> str:
    """The call that made ``part``: of its class, with its key, and with most of its other texts.

    ``whole``: and with no text that the part has not, since panels share keys without sharing the part.
    """
    texts = {value for value in _values(part) if isinstance(value, str) and value}
    key = {value for value in _values(part)[:1] if isinstance(value, str)}
    found = []
    for module in modules:
        for call in _calls(module.tree, type(part).__name__):
            held = {node.value for node in ast.walk(call) if isinstance(node, ast.Constant)}
            strange = {value for value in held if isinstance(value, str) and value not in repr(part)}
            if key <= held and not (whole and strange):
                found.append((len(texts & held), module.line(call)))
    return max(found, key=lambda one: one[0])[1] if found else ""


def _values(part: object) -> list[object]:
    return [getattr(part, field.name) for field in fields(part)]  # type: ignore[arg-type]


def _of_field(field: str, modules: list[Module]) -> str:
    """Where the panel's field is filled in: the assignment of the name it is given, else the keyword itself."""
    for module in modules:
        for call in _calls(module.tree, "PanelType", "replace"):
            for keyword in call.keywords:
                if keyword.arg == field:
                    return _assigned(keyword.value, modules) or module.line(keyword.value)
    return ""


def _assigned(value: ast.expr, modules: list[Module]) -> str:
    if not isinstance(value, ast.Name):
        return ""
    for module in modules:
        for node in module.tree.body:
            names = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(name, ast.Name) and name.id == value.id for name in names):
                return module.line(node)
    return ""


def _calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names:
            yield node
