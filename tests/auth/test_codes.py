"""Codes of the second factor, and the square that carries the secret."""

from datetime import UTC, datetime, timedelta

import pytest

from auth.sign_in import codes

pytestmark = pytest.mark.pure
# RFC 6238 appendix B, SHA-1: the last six of the eight digits given there.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_a_code_of_the_standard_would_be_refused(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert codes.matching_step(RFC_SECRET, code, at) == seconds // 30


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_clock_could_be_further_off_than_one_step(steps: int, taken: bool) -> None:
    """AC 65."""
    at = datetime(2026, 11, 23, 9, 0, 10, tzinfo=UTC)
    code = codes.code_at(RFC_SECRET, codes.step_of(at + timedelta(seconds=30 * steps)))
    assert (codes.matching_step(RFC_SECRET, code, at) is not None) is taken


def test_a_code_with_a_space_or_in_bengali_digits_would_be_refused() -> None:
    at = datetime.fromtimestamp(59, UTC)
    assert codes.matching_step(RFC_SECRET, "287 082", at) == 1
    assert codes.matching_step(RFC_SECRET, "২৮৭০৮২", at) == 1


@pytest.mark.parametrize("typed", ["", "0", "abcdef", "2870820", "٢" * 5_000, "\x00", "287082 287082"])
def test_odd_input_would_be_taken_or_break(typed: str) -> None:
    assert codes.matching_step(RFC_SECRET, typed, datetime.fromtimestamp(59, UTC)) is None


def test_the_square_would_hold_anything_but_numbers_and_path_letters() -> None:
    width, path = codes.square(codes.address_of(RFC_SECRET, email="rowan@example.org", issuer="Risk panels"))
    assert width > 20
    assert set(path) <= set("Mhvz -0123456789")


def test_the_secret_would_be_hard_to_type() -> None:
    assert codes.in_fours("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_secrets_would_repeat_or_be_short() -> None:
    made = {codes.new_secret() for _ in range(200)}
    assert len(made) == 200
    assert {len(secret) for secret in made} == {32}
