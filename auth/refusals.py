"""What a service of this floor answers when it cannot do what was asked."""

from dataclasses import dataclass


@dataclass
class Refused(Exception):
    """The request cannot be done as it stands. ``field`` names the form field the message belongs to."""

    message: str
    field: str | None = None

    def __str__(self) -> str:
        return self.message
