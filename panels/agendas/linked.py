"""Whose cases a meeting and its papers are about, for whoever keeps or erases entries of the log."""

from flask import Flask

from casework.retention.related import CASE, LINKS
from panels.agendas.models import AgendaItem, PackCase


def init_app(app: Flask) -> None:
    """Hand the floor below what it cannot know: the cases of a meeting and of a pack."""
    app.extensions[LINKS] = (
        ("meeting", AgendaItem.meeting_id, CASE, AgendaItem.case_id),
        ("pack", PackCase.pack_id, CASE, PackCase.case_id),
    )
