"""Closing a meeting and its minutes."""

from panels.minutes import closing_views, minutes_views
from panels.minutes.blueprint import blueprint

__all__ = ["blueprint", "closing_views", "minutes_views"]
