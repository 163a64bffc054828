"""Looking up a resident's request with a wrong PIN, against the same with a number that there is not.

A guesser with a clock must not learn which numbers there are, so the two must take the same time: the ratio is 1 to
within 5 hundredths. The real hash (Argon2id with 64 MiB) is most of both.
"""

from collections.abc import Callable
from functools import partial
from unittest.mock import patch

from benchmarks.browser import hidden_fields
from benchmarks.timing import Row, Taken, median_rows, take_turns, taken_by
from benchmarks.variants import SEALED, Variant
from casework.trigger import pins
from casework.trigger.service import open_doors, start
from extensions import limiter, unit_of_work

UNKNOWN = "a number that there is not"
PAGE, RIGHT, WRONG = "/form/return", "482915", "135724"


def measure_lookups(found: dict[str, Variant], kind: str, *, pairs: int) -> list[Row]:
    """The post that asks to come back. What was counted of the tries before is forgotten outside the time taken."""
    variant = found[SEALED]
    known, unknown = _numbers(variant)
    with patch.object(limiter, "enabled", False):
        taken = take_turns({name: _asked(variant, name) for name in (known, unknown)}, pairs)
    return list(median_rows(f"look-up, wrong PIN, {kind}", taken[known], taken[unknown], UNKNOWN, unit="ms"))


def _numbers(variant: Variant) -> tuple[str, str]:
    with variant.app.test_request_context(), unit_of_work():
        request = start(panel=open_doors()[0], language="en")
        pins.set_pin(request, RIGHT)
        known = request.number
    return known, str(10_000_000 + (int(known) + 1) % 90_000_000)


def _asked(variant: Variant, number: str) -> Callable[[], Taken]:
    def once() -> Taken:
        with variant.app.app_context(), unit_of_work():
            pins.forget_tries(number)
        browser = variant.app.test_client()
        fields = hidden_fields(browser.get(PAGE).get_data())
        answer = partial(browser.post, PAGE, data={**fields, "number": number, "pin": WRONG})
        return taken_by(lambda: _refused(answer().get_data(as_text=True)))

    return once


def _refused(page: str) -> None:
    if "do not go together" not in page:
        raise AssertionError("The look-up was not refused as a wrong one is.")
