"""Answers in words, as a person reads them on a page, in a letter or in a pack."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from casework.panel_type.questions import NOT_KNOWN, Answers, Form, Kind, Question, Value, is_blank

NOT_PROVIDED = "Not provided"
NOT_KNOWN_WORDS = "We do not know this"
LONDON = ZoneInfo("Europe/London")


def day_words(day: date) -> str:
    """A date as "14 March 1988"."""
    return f"{day.day} {day:%B %Y}"


def time_words(moment: datetime) -> str:
    """The time in London as "2:30pm"."""
    local = moment.astimezone(LONDON)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def moment_words(moment: datetime) -> str:
    """A moment as "14 March 2026 at 2:30pm", London time. ``moment`` must be aware."""
    return f"{day_words(moment.astimezone(LONDON).date())} at {time_words(moment)}"


def display(question: Question, value: Value, *, reveal: bool = False) -> str:
    """An answer in words. An address marked hidden shows only its postcode district unless ``reveal``.

    A value that does not fit the question (kept from an older form) is shown as it was stored.
    """
    if is_blank(value):
        return NOT_PROVIDED
    if value == NOT_KNOWN:
        return NOT_KNOWN_WORDS
    if isinstance(value, dict):
        return address_words(value, reveal=reveal)
    if isinstance(value, list):
        return "; ".join(_label(question, part) for part in value)
    return _typed(question, str(value))


def address_words(address: dict[str, str | bool], *, reveal: bool = False) -> str:
    """An address on one line; only the postcode district if it is marked hidden and not revealed."""
    postcode = str(address.get("postcode") or "")
    if address.get("hidden") and not reveal:
        return f"Hidden. {postcode.split(' ', 1)[0]}" if postcode else "Hidden"
    start = ["No fixed address"] if address.get("no_fixed_address") else []
    parts = [str(address.get(part) or "") for part in ("line1", "line2", "town")]
    return ", ".join([*start, *filter(None, parts), *filter(None, [postcode])])


def answer_in_words(form: Form, answers: Answers, section: str, question: str) -> str:
    """The first answer to a question of a form, in words; nothing when it was not given or the form has no such one."""
    try:
        asked = form.section(section).question(question)
    except KeyError:
        return ""
    given = [item[question] for item in answers.get(section) or [] if not is_blank(item.get(question))]
    return display(asked, given[0]) if given else ""


def _label(question: Question, value: str) -> str:
    return next((choice.label for choice in question.offered if choice.value == value), value)


def _typed(question: Question, value: str) -> str:
    if question.kind in (Kind.CHOICE, Kind.YES_NO):
        return _label(question, value)
    try:
        if question.kind is Kind.DATE:
            return day_words(date.fromisoformat(value))
        if question.kind is Kind.DATETIME:
            return moment_words(datetime.fromisoformat(value))
    except ValueError:
        return value
    return value
