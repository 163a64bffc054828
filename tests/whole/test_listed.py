"""The lists of what is tested tell the truth: every test that they name is there, and nothing was left out."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure
ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
LISTS = {"asvs.md": 92, "abuse-cases.md": 66}
"""How many rows each has: of security.md 7 and 2.5."""
SAID = {"tested": "are tested", "in part": "in part", "limit": "are stated limits"}


@cache
def functions(path: str) -> dict[str, str]:
    """The tests of a file with their docstrings."""
    tree = ast.parse((ROOT / path).read_text())
    return {node.name: ast.get_docstring(node) or "" for node in tree.body if isinstance(node, ast.FunctionDef)}


def rows(name: str) -> list[list[str]]:
    """Number, state and the last cell of each row."""
    lines = re.findall(r"^\| (\d+) \|(.*)\|$", (ROOT / "docs" / name).read_text(), re.MULTILINE)
    return [[number, *(cell.strip() for cell in rest.split(" | ")[-2:])] for number, rest in lines]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_would_name_a_test_that_is_not_there_or_leave_a_row_out(name: str) -> None:
    found = rows(name)
    assert [int(number) for number, *_ in found] == list(range(1, LISTS[name] + 1))
    wrong = [
        f"{name} {number}: {path}::{test}"
        for number, _, shown in found
        for path, test in NAMED.findall(shown)
        if not (ROOT / path).exists() or test not in functions(path)
    ]
    assert not wrong, "\n".join(wrong)
    operating = (ROOT / "docs" / "operating.md").read_text()
    for number, state, shown in found:
        tested, limited = bool(NAMED.search(shown)), "**Limit:**" in shown
        told = {(True, False): "tested", (True, True): "in part", (False, True): "limit"}.get((tested, limited))
        assert state == told, (name, number, state)
        for section in re.findall(r"operating\.md, \"([^\"]+)\"", shown.partition("**Operator:**")[2]):
            assert f"## {section}\n" in operating, (name, number, section)
        assert ("**Operator:**" in shown) == bool(re.search(r"\*\*Operator:\*\*.*operating\.md, \"", shown)), number
    counted = Counter(state for _, state, _ in found)
    words = [f"{counted[state]} {told}" for state, told in SAID.items() if counted[state]]
    assert all(one in (ROOT / "docs" / name).read_text().split("|")[0] for one in words), words


def test_an_abuse_case_would_be_tried_by_a_test_that_does_not_say_so() -> None:
    silent = []
    for number, state, shown in rows("abuse-cases.md"):
        said = " ".join(functions(path)[test] for path, test in NAMED.findall(shown))
        if state != "limit" and f"AC {number}" not in said:
            silent.append(number)
    assert not silent
