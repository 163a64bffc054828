"""The mark of a view that needs a resident's session."""

from collections.abc import Callable
from typing import Any, TypeVar

from auth.access_marks import RESIDENT

View = TypeVar("View", bound=Callable[..., Any])


def resident(view: View) -> View:
    """Only somebody who began this request here, or gave its number and PIN, gets to the view."""
    view.access_mark = RESIDENT  # type: ignore[attr-defined]
    return view
