"""No test is left unrun: make check and make prove together run what make test runs, and nothing of it twice."""

from itertools import product

import pytest
from _pytest.mark.expression import Expression

from tests.run import PARTS

pytestmark = pytest.mark.pure
MARKS = ("browser", "pure", "one_database", "prove", "long")


def runs(how: str, marks: frozenset[str]) -> list[str]:
    """On which databases a test with these marks is run."""
    chosen = [
        database for _, database, which in PARTS[how] if Expression.compile(which).evaluate(lambda mark: mark in marks)
    ]
    return sorted(chosen)


def test_a_test_would_be_run_by_neither_make_check_nor_make_prove_or_by_both() -> None:
    for here in product((False, True), repeat=len(MARKS)):
        marks = frozenset(mark for mark, is_here in zip(MARKS, here, strict=True) if is_here)
        assert sorted(runs("--check", marks) + runs("--prove", marks)) == runs("", marks) != [], marks
