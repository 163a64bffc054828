"""Which functions begin a session: each is known, and has its tests."""

import ast
from collections.abc import Iterator
from pathlib import Path

from auth.sign_in import recovery

FINISHES = {
    "passkey_views.set_up", "passkey_views.sign_in", "views.code", "views.invitation", "views.recovery_code",
    "views.set_up", "views.sign_in", "views._sign_in", "views._accept",
}  # fmt: skip
"""Every page that begins a session. Each wants two factors, or one that is both; a new one needs a test here, or in
tests/providers for the two that a provider sends people back to."""
SIGN_IN = Path(recovery.__file__).parent


def callers(*names: str) -> Iterator[str]:
    """ "module.function" of everything in the house but the tests that calls one of ``names``."""
    for folder in ("auth", "casework", "panels", "demo"):
        for path in sorted((SIGN_IN.parents[1] / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef):
                    called = {ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
                    if called & set(names) and ("auth" in path.parts or "sessions.start" in called):
                        yield f"{path.stem}.{node.name}"


def test_a_route_would_begin_a_session_beside_those_that_are_known() -> None:
    assert set(callers("sessions.start")) == {"service.finish"}
    assert set(callers("service.finish")) == {"answers.finish"}
    ways = ("finish", "after_password", "after_provider")
    ends = set(callers(*ways, *(f"answers.{way}" for way in ways)))
    assert ends - {"answers.after_password", "answers.after_provider"} == FINISHES
