"""Drawing the table of a list of 50, against the same table drawn with a component macro for every part of a row."""

from datetime import date, timedelta
from random import Random
from typing import Any

from flask import Flask
from jinja2 import Undefined
from lxml import html

from benchmarks.dataset import FORENAMES, SEED, STREETS, SURNAMES
from benchmarks.timing import Row, median_rows, take_turns, taken_by

MACROS = "the same rows with the published macros in each cell"
ROWS = 50
COLUMNS = [
    {"key": key, "text": text}
    for key, text in (
        ("reference", "Case"),
        ("risk", "Risk"),
        ("status", "State"),
        ("due", "Next review"),
        ("lead", "Lead"),
        ("area", "Area"),
        ("updated", "Changed"),
    )
]
OURS = """{% from "components/case_table.html" import case_table %}{{ case_table("Cases", columns, rows, today) }}"""
OTHER = """
{% from "govuk_frontend_jinja/components/table/macro.html" import govukTable %}
{% from "govuk_frontend_jinja/components/tag/macro.html" import govukTag %}
{% from "components/contextual_date.html" import contextual_date %}
{% from "components/risk_badge.html" import risk_badge %}
{% set drawn = [] %}
{% for row in rows %}
{% set name %}<a class="govuk-link app-table__link" href="{{ row.href }}">
{{- row.reference }}</a><span class="app-table__name">{{ row.name }}</span>{% endset %}
{% set risk = risk_badge(row.band) %}
{% set state = govukTag({"text": row.status, "classes": "govuk-tag--" ~ row.status_colour}) %}
{% set due = contextual_date(row.due, today) %}
{% set _ = drawn.append([{"html": name}, {"html": risk}, {"html": state}, {"html": due}, {"text": row.lead},
                         {"text": row.area}, {"text": row.updated}]) %}
{% endfor %}
{{ govukTable({"caption": "Cases", "firstCellIsHeader": true, "head": columns, "rows": drawn}) }}
"""


class OtherContent(AssertionError):
    """The two tables do not say the same: the measurement would be of something else."""


def measure_table(app: Flask, *, pairs: int) -> list[Row]:
    """Both tables of the same rows; that they say the same, cell by cell, is looked at first.

    :raises OtherContent: when they do not.
    """
    with app.test_request_context():
        # The published macros read names that are not there.
        lenient = app.jinja_env.overlay(undefined=Undefined)
        drawn = {"ours": app.jinja_env.from_string(OURS), MACROS: lenient.from_string(OTHER)}
        told = {"columns": COLUMNS, "rows": _rows(), "today": date(2026, 11, 27)}
        if _cells(drawn["ours"].render(**told)) != _cells(drawn[MACROS].render(**told)):
            raise OtherContent("The table and the one made of macros differ.")
        taken = take_turns(
            {name: (lambda one=one: taken_by(lambda: one.render(**told))) for name, one in drawn.items()}, pairs
        )
    return list(median_rows(f"table of {ROWS} cases drawn", taken["ours"], taken[MACROS], MACROS, unit="ms"))


def _rows() -> list[dict[str, Any]]:
    chance = Random(SEED)
    return [
        {
            "reference": f"AM-{number:04d}",
            "href": f"/cases/AM-{number:04d}",
            "name": f"{chance.choice(FORENAMES)} {chance.choice(SURNAMES)}, {chance.randrange(18, 90)}",
            "band": chance.choice(("high", "medium", "standard")),
            "status": chance.choice(("Accepted", "Active", "Monitoring")),
            "status_colour": chance.choice(("blue", "red")),
            "due": date(2026, 11, 27) + timedelta(days=chance.randrange(-5, 80)),
            "lead": "Lanternfish",
            "area": chance.choice(STREETS),
            "updated": "26 November 2026",
        }
        for number in range(ROWS)
    ]


def _cells(page: str) -> list[list[str]]:
    rows = html.fragment_fromstring(page, create_parent=True).iter("tr")
    return [
        [" ".join(cell.text_content().split()) for cell in row] + [link.get("href", "") for link in row.iter("a")]
        for row in rows
    ]
