"""The operator's table of settings says what the settings are."""

import re
from pathlib import Path

import pytest

from auth.sign_in.service import MOST_SESSIONS
from config import Settings

pytestmark = pytest.mark.pure
OPERATING = (Path(__file__).resolve().parents[2] / "docs" / "operating.md").read_text()
NESTED = {"root_key", "next_root_key"}
"""Groups of settings, each with names of its own in the table."""


def told() -> dict[str, str]:
    """Each setting of the table with the value that it is said to have by itself; empty where words stand there."""
    found: dict[str, str] = {}
    for names, values in re.findall(r"^\| (`[A-Z_`, …]+) \| ([^|]*) \|", OPERATING, re.MULTILINE):
        names_of, values_of = re.findall(r"`(\w+)`", names), re.findall(r"`([^`]*)`", values)
        same = values_of if len(values_of) == len(names_of) else [""] * len(names_of)
        found |= dict(zip(names_of, same, strict=True))
    return found


def test_a_setting_would_be_missing_from_the_table_or_have_another_value() -> None:
    """ASVS 7.1.1, 7.1.2: among them how long a session lasts and may be idle."""
    table, wrong = told(), []
    for name, field in Settings.model_fields.items():
        variable = field.validation_alias or f"CASEWORK_{name.upper()}"
        if name not in NESTED and variable not in table:
            wrong.append(f"{variable} is not in the table")
        plain = isinstance(field.default, bool | int)
        if plain and table.get(str(variable)) not in (str(field.default).lower(), "off" if not field.default else "on"):
            wrong.append(f"{variable} is {field.default}, and the table says {table.get(str(variable))!r}")
    assert not wrong, "\n".join(wrong)
    assert {"CASEWORK_SESSION_IDLE_MINUTES": "20", "CASEWORK_SESSION_HOURS": "10"}.items() <= table.items()


def test_the_number_of_sessions_would_be_another_than_is_told() -> None:
    assert MOST_SESSIONS == 2
    assert "Limits: two sessions at once" in OPERATING
