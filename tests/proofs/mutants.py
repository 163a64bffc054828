"""Mutants of functions: one condition, one part of one, one refusal weakened at a time, in the running process.

A mutant is put in by giving the function itself other code, so whoever imported the function meets it too.
"""

import ast
import copy
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any

Weakened = tuple[str, Callable[[Any], None]]
"""What is changed, in words, and how a syntax node is changed so."""
JOINS = frozenset({"and_", "or_", "where", "union_all"})
"""Calls whose arguments are conditions, or questions put together: each argument is left out in turn."""
OTHER_SIDE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One function with one thing changed. ``name`` says what, in a way that stands while lines above it move."""

    name: str
    function: FunctionType
    code: CodeType

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Let the function be the mutant."""
        before = self.function.__code__
        self.function.__code__ = self.code
        try:
            yield
        finally:
            self.function.__code__ = before


def functions_of(module: ModuleType, *, only: frozenset[str] = frozenset()) -> list[FunctionType]:
    """The functions a module defines, its methods included; only those named, if any are."""
    found: list[FunctionType] = []
    for thing in vars(module).values():
        owned = vars(thing).values() if inspect.isclass(thing) else (thing,)
        found += [inspect.unwrap(one) for one in owned if inspect.isfunction(inspect.unwrap(one))]
    mine = {one.__qualname__: one for one in found if one.__module__ == module.__name__}
    assert only <= set(mine), f"{module.__name__} has no {sorted(only - set(mine))}"
    return [one for name, one in mine.items() if not only or name in only]


def mutants_of(function: FunctionType) -> list[Mutant]:
    """Every mutant of one function."""
    module = inspect.getmodule(function)
    assert module is not None
    assert not function.__code__.co_freevars, f"{function.__qualname__} closes over names"
    tree = ast.parse(inspect.getsource(module))
    whole = _definition(tree, function.__qualname__)
    made: list[Mutant] = []
    seen: dict[str, int] = {}
    for number, what in enumerate(_changes(whole)):
        changed = copy.deepcopy(tree)
        target = _definition(changed, function.__qualname__)
        what.apply(list(ast.walk(target))[what.place])
        code = _code(compile(ast.fix_missing_locations(changed), module.__file__ or "", "exec"), function)
        name = f"{module.__name__}.{function.__qualname__}: {what.words}"
        seen[name] = seen.get(name, 0) + 1
        made.append(Mutant(f"{name} ({seen[name]})" if seen[name] > 1 else name, function, code))
        assert number < 200, f"{function.__qualname__} is too long to be judged by its mutants"
    return made


@dataclass(frozen=True)
class Change:
    place: int
    words: str
    apply: Callable[[Any], None]


def _changes(whole: ast.FunctionDef) -> Iterator[Change]:
    said = _annotations(whole)
    for place, node in enumerate(ast.walk(whole)):
        if id(node) not in said:
            for words, apply in _of_node(node):
                yield Change(place, words, apply)


def _annotations(whole: ast.FunctionDef) -> set[int]:
    roots = [one.annotation for one in ast.walk(whole) if isinstance(one, ast.arg | ast.AnnAssign)]
    return {id(node) for root in (*roots, whole.returns) if root is not None for node in ast.walk(root)}


def _of_node(node: ast.AST) -> Iterator[Weakened]:
    if isinstance(node, ast.If | ast.IfExp):
        test = ast.unparse(node.test)
        yield f"always {test}", lambda it: setattr(it, "test", ast.Constant(True))
        yield f"never {test}", lambda it: setattr(it, "test", ast.Constant(False))
    if isinstance(node, ast.BoolOp | ast.UnaryOp | ast.Compare):
        yield from _of_condition(node)
    if isinstance(node, ast.BinOp | ast.Set):
        yield from _of_set(node)
    if isinstance(node, ast.Call | ast.comprehension):
        yield from _of_parts(node)
    if isinstance(node, ast.stmt):
        yield from _of_statements(node)


def _of_condition(node: ast.BoolOp | ast.UnaryOp | ast.Compare) -> Iterator[Weakened]:
    said = ast.unparse(node)
    if isinstance(node, ast.BoolOp):
        for n, part in enumerate(node.values):
            yield f"without {ast.unparse(part)} in {said}", lambda it, n=n: _leave_out(it, n)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"turned {said}", lambda it: _become(it, ast.Call(ast.Name("bool", ast.Load()), [it.operand], []))
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER_SIDE:
        yield f"turned {said}", lambda it: it.ops.__setitem__(0, OTHER_SIDE[type(it.ops[0])]())


def _of_set(node: ast.BinOp | ast.Set) -> Iterator[Weakened]:
    said = ast.unparse(node)
    if isinstance(node, ast.Set):
        for n, part in enumerate(node.elts if len(node.elts) > 1 else []):
            yield f"without {ast.unparse(part)} in {said}", lambda it, n=n: it.elts.pop(n)
    elif isinstance(node.op, ast.BitAnd | ast.BitOr | ast.Sub):
        yield f"left side of {said}", lambda it: _become(it, it.left)
        if not isinstance(node.op, ast.Sub):
            yield f"right side of {said}", lambda it: _become(it, it.right)


def _of_parts(node: ast.Call | ast.comprehension) -> Iterator[Weakened]:
    if isinstance(node, ast.comprehension):
        for n, part in enumerate(node.ifs):
            yield f"without if {ast.unparse(part)}", lambda it, n=n: it.ifs.pop(n)
    elif _called(node) in JOINS:
        for n, part in enumerate(node.args):
            yield f"without {ast.unparse(part)} in {_called(node)}", lambda it, n=n: it.args.pop(n)


def _of_statements(node: ast.stmt) -> Iterator[Weakened]:
    for field in ("body", "orelse"):
        for n, part in enumerate(getattr(node, field, [])):
            called = isinstance(part, ast.Expr) and isinstance(part.value, ast.Call)
            if called or isinstance(part, ast.AugAssign | ast.Raise | ast.Continue):
                nothing = ast.Pass()
                said = ast.unparse(part)
                yield f"without {said}", lambda it, n=n, f=field, no=nothing: getattr(it, f).__setitem__(n, no)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _leave_out(node: ast.BoolOp, place: int) -> None:
    node.values.pop(place)
    if len(node.values) == 1:
        _become(node, node.values[0])


def _become(node: ast.AST, other: ast.AST) -> None:
    node.__class__ = other.__class__
    node.__dict__.clear()
    node.__dict__.update(other.__dict__)


def _definition(tree: ast.Module, qualname: str) -> ast.FunctionDef:
    found: Any = tree
    for name in qualname.split("."):
        found = next(one for one in found.body if getattr(one, "name", None) == name)
    return found


def _code(module: CodeType, function: FunctionType) -> CodeType:
    waiting = [module]
    while waiting:
        code = waiting.pop()
        if code.co_qualname == function.__qualname__ and code is not module:
            return code
        waiting += [one for one in code.co_consts if isinstance(one, CodeType)]
    raise LookupError(function.__qualname__)
