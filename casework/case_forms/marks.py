"""Marking, while a form's answers are open, which figures of the panel it adds to."""

from datetime import date

import sqlalchemy as sa

from auth.encryption.blind_index import token
from casework.case_forms.entries import entries_of
from casework.case_forms.models import FigureMark, FormEntry
from casework.case_forms.rules import is_true
from casework.cases.models import Case
from casework.panel_type.figures import Counts, Figure
from casework.panel_type.questions import Answers
from casework.panel_type.registry import panel_types
from extensions import db
from wording.dates import as_date

CASE_TERM, ENTRY_TERM = "figure-case", "figure-entry"


def mark_figures(*, case: Case, entry: FormEntry) -> None:
    """Note the figures to which an entry that counts adds. What it corrects adds to none any more.

    A correction counts on the day on which the entry it goes back to first counted: putting a form right moves nothing
    from one period into another.
    """
    chain = _chain(entry)
    tokens = [token(case.panel, ENTRY_TERM, str(one.id)) for one in chain]
    db.session.execute(sa.delete(FigureMark).where(FigureMark.entry_token.in_(tokens)))
    on = min(as_date(one.counted_at) for one in chain if one.counted_at is not None)
    for figure in panel_types.get(case.panel).figures:
        if _adds(figure, entry.form, entry.answers or {}):
            db.session.add(_mark(case, entry, figure, on))


def _adds(figure: Figure, form: str, answers: Answers) -> bool:
    is_of_form = figure.counts is Counts.FILLED and figure.what == form
    return is_of_form and (figure.when is None or is_true(figure.when, answers))


def _mark(case: Case, entry: FormEntry, figure: Figure, on: date) -> FigureMark:
    return FigureMark(
        panel=case.panel,
        figure=figure.key,
        on=on,
        case_token=token(case.panel, CASE_TERM, figure.key, str(case.id)),
        entry_token=token(case.panel, ENTRY_TERM, str(entry.id)),
    )


def _chain(entry: FormEntry) -> list[FormEntry]:
    """The entry and everything it goes back to, newest first."""
    known = {one.id: one for one in entries_of(entry.case_id)}
    found = [entry]
    while found[-1].replaces_id is not None:
        found.append(known[found[-1].replaces_id])
    return found
