"""The export of the log as an answer that is made while it is sent."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app

from auth.ledger import export
from extensions import making_way, unit_of_work
from wall.standing import SERVICE


class BrokenOff(RuntimeError):
    """What was sent so far is no whole file, and whoever receives it can tell."""


def pieces() -> Iterator[bytes]:
    """The pieces of the export (:func:`~auth.ledger.export.export_pieces`). The request is over when they are read, so
    each read is a unit of work of its own.

    :raises BrokenOff: (at any piece) the log cannot be read.
    """
    return _read(current_app._get_current_object())  # type: ignore[attr-defined]


def _read(app: Flask) -> Iterator[bytes]:
    @contextmanager
    def piece() -> Iterator[None]:
        with app.app_context(), making_way(), unit_of_work(SERVICE):
            yield

    try:
        yield from export.export_pieces(piece=piece)
    except Exception as fault:
        # The type only: what the database says repeats what stands in it.
        app.logger.error("The access log could not be sent to its end: %s", type(fault).__name__)
        raise BrokenOff("The access log could not be sent to its end.") from None
