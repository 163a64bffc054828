"""Where nothing is said, the wall is on on PostgreSQL and off on SQLite."""

import pytest

from config import Settings


@pytest.mark.parametrize(
    ("address", "by_itself"),
    [("postgresql://one@here/casework", True), ("postgresql+psycopg://one@here/casework", True), ("", False),
     ("sqlite:////tmp/a.sqlite", False)],
)  # fmt: skip
def test_the_wall_would_be_an_option_on_postgresql(
    address: str, by_itself: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CASEWORK_WALL", raising=False)
    assert Settings(DATABASE_URL=address).has_wall() is by_itself
    for said in ("on", "off"):
        monkeypatch.setenv("CASEWORK_WALL", said)
        assert Settings(DATABASE_URL=address).has_wall() is (said == "on")
