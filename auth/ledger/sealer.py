"""The sealer at work round by round: in a thread of ``flask serve``, or a process of its own beside another server."""

import time
from collections.abc import Callable
from typing import NoReturn

from flask import Flask

from auth.ledger.checkpoints import ROUND, SHORTEST, look_after

AFTER_A_FAULT = 30
"""Seconds until the next round after one that failed: a database that restarts is not asked twice a second."""


def seal_for_good(
    app: Flask,
    *,
    every: float = ROUND,
    told: Callable[[str], object] = str,
    rest: Callable[[float], object] = time.sleep,
) -> NoReturn:
    """Seal and sign as long as the process lives. A round begins ``every`` seconds after the one before has begun, or a
    moment after its end where it took longer. ``told`` is given the words of each; a fault is logged by its type."""
    while True:
        rest(_round(app, every, told))


def _round(app: Flask, every: float, told: Callable[[str], object]) -> float:
    """One round; the seconds until the next."""
    began = time.monotonic()
    try:
        with app.app_context():
            told(look_after())
    except Exception as fault:
        app.logger.error("The access log was not sealed: %s", type(fault).__name__)
        return AFTER_A_FAULT
    return max(every - (time.monotonic() - began), SHORTEST)
