"""Moments for tests of limits."""

from datetime import UTC, datetime, timedelta

import time_machine

START = datetime(2026, 11, 23, 9, 0, 10, tzinfo=UTC)


def frozen(after: timedelta = timedelta(0)) -> time_machine.travel:
    return time_machine.travel(START + after, tick=False)
