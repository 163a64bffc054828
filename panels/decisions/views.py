"""The pages of the running meeting: one case at a time, the minute-taker's notes, the room's screen."""

from panels.decisions import live_views, notes_views, room_views
from panels.decisions.blueprint import blueprint

__all__ = ["blueprint", "live_views", "notes_views", "room_views"]
