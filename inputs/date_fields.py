"""Boxes for dates and moments."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, ClassVar, TypeVar

from inputs.date_words import LONDON, day_of, moment_of
from inputs.input_field import InputField
from inputs.text_rules import subject_of
from wording.languages import gettext, msg

Found = TypeVar("Found")
PARTS = ("day", "month", "year")
_NAMES = {"day": msg("a day"), "month": msg("a month"), "year": msg("a year"), "time": "a time"}
# A refusal of a day is the end of a sentence in ``date_words``; these are the sentences that a resident may be shown.
WHOLE = (
    msg("%(what)s must have a year of 4 numbers, like 1988"),
    msg("%(what)s must be a real date, like 27 3 2026"),
    msg("%(what)s must have a year between 1900 and 2100"),
)


class DateField(InputField):
    """Three boxes: day, month, year. ``data`` is a ``date`` or ``None``; a stored ISO string is taken too.

    ``past_only`` refuses a day after today in London; ``future_only`` one before.
    """

    kind = "date"
    parts: ClassVar[tuple[str, ...]] = PARTS
    blank = None

    def __init__(
        self,
        label: str,
        validators: Any = (),
        *,
        past_only: bool = False,
        future_only: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.past_only = past_only
        self.future_only = future_only

    def process_data(self, value: Any) -> None:
        """Take a stored date. Raises ``ValueError`` for text that is not an ISO date."""
        super().process_data(date.fromisoformat(value) if isinstance(value, str) and value else value or None)

    def as_typed(self, value: Any) -> dict[str, str]:
        """The date in its boxes."""
        return {part: str(getattr(value, part)) if value else "" for part in PARTS}

    def read(self, typed: Mapping[str, str]) -> Any:
        """The date. Raises ``ValueError`` naming the box that is missing or what is wrong."""
        return self._in_range(self._day(typed))

    def _day(self, typed: Mapping[str, str]) -> date:
        missing = [gettext(_NAMES[part]) for part in self.parts if not typed[part].strip()]
        if missing:
            raise ValueError(gettext("%(what)s must include %(missing)s", what=self._subject(), missing=_both(missing)))
        return self._said(lambda: day_of(typed["day"], typed["month"], typed["year"]))

    def _said(self, work: Callable[[], Found]) -> Found:
        """``work()``, its refusals made whole sentences."""
        try:
            return work()
        except ValueError as end:
            whole = f"%(what)s {end}"
            raise ValueError(gettext(whole, what=self._subject())) from None

    def _subject(self) -> str:
        return subject_of(self.label.text)

    def _in_range(self, day: date) -> date:
        today = datetime.now(LONDON).date()
        if self.past_only and day > today:
            raise ValueError(gettext("%(what)s must be today or in the past", what=self._subject()))
        if self.future_only and day < today:
            raise ValueError(f"{subject_of(self.label.text)} must be today or in the future")
        return day


def _both(words: list[str]) -> str:
    """One after the other, with "and" between them."""
    found = words[0]
    for word in words[1:]:
        found = gettext("%(first)s and %(second)s", first=found, second=word)
    return found


class DateTimeField(DateField):
    """Three boxes and a time like 14:30 or 2:30pm, read as London time. ``data`` is an aware UTC ``datetime``."""

    kind = "datetime"
    parts = (*PARTS, "time")

    def process_data(self, value: Any) -> None:
        """Take a stored moment. Raises ``ValueError`` for text that is not an ISO moment with its zone."""
        moment = datetime.fromisoformat(value) if isinstance(value, str) and value else value or None
        if moment is not None and moment.tzinfo is None:
            raise ValueError(f"{subject_of(self.label.text)} has no time zone")
        InputField.process_data(self, moment.astimezone(UTC) if moment else None)

    def as_typed(self, value: Any) -> dict[str, str]:
        """The moment in London in its boxes."""
        if not value:
            return dict.fromkeys(self.parts, "")
        local = value.astimezone(LONDON)
        twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        return super().as_typed(local.date()) | {"time": f"{local:%H:%M}{f' {local.tzname()}' if twice else ''}"}

    def read(self, typed: Mapping[str, str]) -> datetime:
        """The moment. Raises ``ValueError``."""
        day = self._in_range(self._day(typed))
        return self._said(lambda: moment_of(day, typed["time"])).astimezone(UTC)
