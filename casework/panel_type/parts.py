"""Questions as a page groups them. Pure."""

from collections.abc import Iterable
from itertools import groupby

from casework.panel_type.questions import Condition, Question

Parts = list[tuple[Condition | None, list[Question]]]


def parts_of(questions: Iterable[Question]) -> Parts:
    """Questions in their order; those that follow each other under one condition stand together."""
    return [(condition, list(group)) for condition, group in groupby(questions, key=lambda question: question.show_if)]
