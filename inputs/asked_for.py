"""What was posted or asked in an address, and which of it anybody asked for by name."""

from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict


class AskedFor(ImmutableMultiDict[str, Any]):
    """What was sent. Going through all of it, as where it is kept or shown again, asks for no field by name."""

    def __init__(self, mapping: Any = None) -> None:
        self._asked: set[str] = set()
        self._once: set[str] = set()
        super().__init__(mapping)

    @property
    def never_asked(self) -> frozenset[str]:
        """The names of the fields that nobody asked for so far."""
        return frozenset(self.keys()) - self._asked

    @property
    def came_twice(self) -> frozenset[str]:
        """The names of the fields that came more than once, and of which somebody asked for one."""
        return frozenset(name for name in self._once if len(dict.get(self, name, ())) > 1)

    def one_is_read(self, key: str) -> None:
        """Say that whoever asks for this field takes its first value alone."""
        self._once.add(key)

    def __contains__(self, key: object) -> bool:
        self._asked.add(str(key))
        return super().__contains__(key)

    def __getitem__(self, key: str) -> Any:
        self._asked.add(key)
        self._once.add(key)
        return super().__getitem__(key)

    def getlist(self, key: str, *more: Any, **how: Any) -> Any:
        """Every value of one field."""
        self._asked.add(key)
        return super().getlist(key, *more, **how)


class FormRequest(Request):
    """A request whose form, files and address' query are each :class:`AskedFor`."""

    parameter_storage_class = AskedFor
