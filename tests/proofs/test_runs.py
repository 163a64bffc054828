"""No test is left unrun: make check and make prove together run what make test runs, and nothing of it twice; on
PostgreSQL behind the second wall, as it is shipped, but for the few rooms that are run without it too."""

from itertools import product

import pytest
from _pytest.mark.expression import Expression

from config import Settings
from tests.run import PARTS, WITHOUT_WALL, environment

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


@pytest.mark.parametrize("outside", ["on", "off", None])
def test_postgresql_would_be_tested_otherwise_than_it_is_shipped(
    outside: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if outside is None:
        monkeypatch.delenv("CASEWORK_WALL", raising=False)
    else:
        monkeypatch.setenv("CASEWORK_WALL", outside)
    given = [(part, environment(part[0], part[1])) for parts in PARTS.values() for part in parts]
    for part, told in given:
        monkeypatch.delenv("CASEWORK_WALL", raising=False)
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        behind = Settings(DATABASE_URL=f"{part[1]}://").has_wall()
        assert behind is (part[1] == "postgresql" and part != WITHOUT_WALL), part
