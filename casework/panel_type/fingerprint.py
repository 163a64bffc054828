"""A fingerprint of a definition, part by part, so that it can be said whether and where it has changed. Pure.

What a part leaves at its default does not count: a new field of the vocabulary changes no fingerprint. A rule counts
by its source without comments, with the constants and functions of the panel's that it uses.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from hashlib import sha256
from types import FunctionType
from typing import Any

from casework.panel_type.definition import PanelType
from casework.panel_type.questions import Form

OURS = ("panels.", "casework.")
SHORT = 12


def parts_of(panel: PanelType) -> dict[str, str]:
    """The name of every part in words, and its fingerprint."""
    found: dict[str, str] = {}
    for name, value in _parts(panel):
        key, number = name, 2
        while key in found:
            key, number = f"{name} ({number})", number + 1
        found[key] = _hash(value)[:SHORT]
    return found


def whole(parts: Mapping[str, str]) -> str:
    """One fingerprint of all parts, in whatever order they stand."""
    return sha256("\n".join(f"{name}\t{parts[name]}" for name in sorted(parts)).encode()).hexdigest()


def _parts(panel: PanelType) -> Iterator[tuple[str, object]]:
    for field in fields(panel):
        value = getattr(panel, field.name)
        words = WORDS.get(field.name, field.name.replace("_", " ").capitalize())
        if isinstance(value, Form):
            yield from _form(words, value)
        elif field.name == "risk_tools":
            for tool in value:
                yield from _by_title(f"{words} “{tool.title}”", tool, tool.questions, "questions")
        elif field.name == "case_forms":
            for form in value:
                yield from _by_title(f"{words} “{form.title}”", form, (), "form")
                yield from _form(f"{words} “{form.title}”", form.form)
        elif field.name == "lifecycle":
            yield from ((f"State “{state.title}”", state) for state in value.states)
            yield from ((f"Move “{move.title or move.verb}”", move) for move in value.transitions)
            yield "Lifecycle", (value.initial, value.decided_in)
        elif isinstance(value, tuple) and value and all(is_dataclass(one) for one in value):
            yield from ((f"{words} “{_title(one)}”", one) for one in value)
        else:
            yield words, value


WORDS = {
    "clocks": "Deadline",
    "case_forms": "Form",
    "decisions": "Decision",
    "closure_reasons": "Closure reason",
    "retention": "Keeping time",
    "letters": "Letter",
    "stock_actions": "Stock action",
    "case_roles": "Role in a case",
    "risk_tools": "Risk tool",
    "examples": "Worked example",
    "prompts": "Prompt",
    "earlier_forms": "Earlier form",
    "own_numbers": "Number",
    "modes": "Mode",
    "figures": "Figure",
    "passes_on": "Hand-over",
    "brief": "What is read out",
    "meeting": "Meeting",
}


def _form(words: str, form: Form) -> Iterator[tuple[str, object]]:
    yield words, (form.id, form.version, form.title)
    for section in form.sections:
        yield from _by_title(f"{words}, “{section.title}”", section, (), "questions")
        place = f"{words}, “{section.title}”"
        yield from ((f"{place}, question “{question.label}”", question) for question in section.questions)


def _by_title(words: str, whole_part: Any, inner: Iterable[Any], left_out: str) -> Iterator[tuple[str, object]]:
    """A part without one of its fields, and what stands in that field one by one."""
    kept = {field.name: getattr(whole_part, field.name) for field in fields(whole_part) if field.name != left_out}
    yield words, tuple(kept.items())
    yield from ((f"{words}, “{one.text}”", one) for one in inner)


def _title(part: Any) -> str:
    for name in ("title", "label", "text", "name"):
        found = getattr(part, name, "")
        if isinstance(found, str) and found:
            return found
    return str(getattr(part, fields(part)[0].name))


def _hash(value: object) -> str:
    return sha256(_plain(value, frozenset()).encode()).hexdigest()


def _plain(value: object, seen: frozenset[object]) -> str:
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if is_dataclass(value) and not isinstance(value, type):
        given = ((field, getattr(value, field.name)) for field in fields(value))
        told = (f"{field.name}={_plain(found, seen)}" for field, found in given if not _is_default(field, found))
        return f"{type(value).__name__}({', '.join(told)})"
    if isinstance(value, FunctionType):
        return _rule(value, seen)
    if isinstance(value, Mapping):
        return "{" + ", ".join(sorted(f"{key!r}: {_plain(one, seen)}" for key, one in value.items())) + "}"
    if isinstance(value, frozenset | set):
        return "{" + ", ".join(sorted(_plain(one, seen) for one in value)) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_plain(one, seen) for one in value) + "]"
    return repr(value) if not callable(value) else getattr(value, "__qualname__", type(value).__name__)


def _is_default(field: Field[Any], value: object) -> bool:
    default = field.default_factory() if field.default_factory is not MISSING else field.default
    return default is not MISSING and default == value


def _rule(rule: FunctionType, seen: frozenset[object]) -> str:
    if rule in seen:
        return rule.__qualname__
    inside = seen | {rule}
    cells = (cell.cell_contents for cell in rule.__closure__ or ())
    used = (rule.__globals__[name] for name in rule.__code__.co_names if name in rule.__globals__)
    told = [_plain(one, inside) for one in (*cells, *used) if _is_ours(one)]
    return f"{rule.__qualname__}: {_source(rule)} [{', '.join(told)}]"


def _is_ours(value: object) -> bool:
    if isinstance(value, FunctionType):
        return value.__module__.startswith(OURS)
    return isinstance(value, str | int | tuple | frozenset | Enum) or (
        is_dataclass(value) and not isinstance(value, type)
    )


def _source(rule: FunctionType) -> str:
    try:
        text = textwrap.dedent(inspect.getsource(rule))
    except OSError:
        return repr(rule.__code__.co_consts)
    if rule.__name__ == "<lambda>":
        # A rule written within a line that holds more than it: what it compares with tells it from its neighbours.
        return f"{' '.join(text.split())} {[one for one in rule.__code__.co_consts if isinstance(one, str | int)]}"
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)
