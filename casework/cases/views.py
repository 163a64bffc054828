"""Views of cases. Each page of a case is its own address with its own entry in the access log."""

from casework.cases import (
    case_views,
    conflict_views,
    grant_views,
    list_views,
    note_move_views,
    note_views,
    person_views,
    risk_views,
    step_views,
)
from casework.cases.blueprint import blueprint

__all__ = [
    "blueprint",
    "case_views",
    "conflict_views",
    "grant_views",
    "list_views",
    "note_move_views",
    "note_views",
    "person_views",
    "risk_views",
    "step_views",
]
