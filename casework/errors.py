"""What a service answers when it cannot do what was asked. Each says in plain words what to do."""

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass
class Refused(Exception):
    """The request cannot be done as it stands. ``field`` names the form field the message belongs to, if any."""

    message: str
    field: str | None = None

    def __str__(self) -> str:
        return self.message


@dataclass
class Stale(Exception):
    """Somebody saved the same record first. Both texts are kept for the person to choose from; nothing is stored over.

    ``theirs`` is what stands now, ``mine`` what was typed, ``by`` who saved, ``version`` the version that stands now.
    """

    theirs: str
    mine: str
    by: str
    version: int

    def __str__(self) -> str:
        return "Somebody saved this while you were typing."


class Page(Protocol):
    """What a web form has to have so that a refusal can be shown on it."""

    form_errors: list[Any]

    def __contains__(self, name: str) -> bool: ...

    def __getitem__(self, name: str) -> Any: ...


def show(form: Page, refused: Refused) -> None:
    """Put a refusal beside the field it is about, or above the form if it is about none."""
    if refused.field is not None and refused.field in form:
        field = form[refused.field]
        field.errors = [*field.errors, refused.message]
    else:
        form.form_errors.append(refused.message)
