"""Random histories of grants against an independent model: after every act both say the same of everybody and every
case."""

import ast
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g

from extensions import unit_of_work
from tests.proofs import model
from tests.proofs.acts import ACTS
from tests.proofs.histories import play
from tests.proofs.told import World, tell

SAMPLE, TURNS = 4, 4
ALL = int(os.environ.get("CASEWORK_HISTORIES", "200"))
"""How many are played by ``make prove``; ``make nightly`` asks for 2,000."""


@pytest.fixture
def world(app: Flask) -> World:
    with app.test_request_context(), unit_of_work():
        g.request_id = "proof"
        return tell(app)


def test_the_model_would_know_what_the_product_says() -> None:
    text = Path(model.__file__).read_text()
    assert len([line for line in text.splitlines() if line.strip()]) <= 150
    named = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert {getattr(node, "module", "") for node in named} == {"dataclasses", "datetime", "zoneinfo"}


def test_a_sample_of_histories_would_let_somebody_in_or_keep_somebody_out(app: Flask, world: World) -> None:
    told: Counter[str] = Counter()
    for seed in range(SAMPLE):
        told.update(_outcomes(play(app, world, seed)))
    assert told["done"] > 40, told
    assert told["refused"] > 20, told


@pytest.mark.long
@pytest.mark.one_database
@pytest.mark.parametrize("turn", range(TURNS))
def test_many_histories_would_let_somebody_in_or_keep_somebody_out(app: Flask, world: World, turn: int) -> None:
    seeds = range(SAMPLE + turn, ALL, TURNS)
    assert sum(play(app, world, seed).pairs for seed in seeds) > 400 * len(seeds)
    assert len({act.__name__ for act in ACTS}) >= 15


def _outcomes(history: Any) -> Counter[str]:
    return Counter(line.rpartition(": ")[2] for line in history.told)
