"""Histories of grants, one after the other, each rolled back."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, g

from auth.current import CLOSED_PANELS
from extensions import db
from tests.proofs import model
from tests.proofs.acts import ACTS
from tests.proofs.told import History, World, fresh_model


@contextmanager
def panels_run(app: Flask, said: model.Model) -> Iterator[None]:
    """Let the product take from the model which panels are run."""
    before = app.extensions[CLOSED_PANELS]
    app.extensions[CLOSED_PANELS] = lambda: frozenset(key for key, panel in said.panels.items() if not panel.runs)
    try:
        yield
    finally:
        app.extensions[CLOSED_PANELS] = before


def play(app: Flask, world: World, seed: int) -> History:
    """One history of at most 40 acts; what it wrote is rolled back."""
    rng = random.Random(seed)
    on = History(world, fresh_model(), rng)
    on.told.append(f"history {seed}")
    with app.test_request_context(), panels_run(app, on.said):
        g.request_id = "proof"
        for _ in range(rng.randint(10, 40)):
            if on.step(rng.choice(ACTS)):
                on.look()
        on.look()
        on.last_look()
        db.session.rollback()
        db.session.remove()
    return on
