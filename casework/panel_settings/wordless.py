"""Pages of a panel that takes no words: what is picked stands where others type, and the other boxes are gone."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from casework.panel_settings.narrative import actions_of, instead_of_words, reasons_of
from inputs import ChoiceField, GoneField, Option, PageForm

NOTHING: Mapping[str, tuple[str, ...]] = {}
Form = TypeVar("Form", bound=PageForm)


class Picked(ChoiceField):
    """A drop-down list in the place of a box."""

    kind = "select"


def worded(
    form: type[Form],
    panel: str,
    *,
    reasons: Iterable[str] = (),
    actions: Iterable[str] = (),
    picked: Mapping[str, tuple[str, ...]] = NOTHING,
    gone: Iterable[str] = (),
) -> type[Form]:
    """The form itself where the panel takes words. Else one in which the fields ``reasons`` and ``actions`` are picked
    from what the panel declares, each of ``picked`` from its own list, and the fields ``gone`` take nothing and say so
    when something comes (a page that was opened before the mode changed): what was typed is shown again, never
    dropped."""
    instead = instead_of_words(panel)
    if not instead:
        return form
    fields: dict[str, Any] = {name: _picked(form, name, reasons_of(panel), instead) for name in reasons}
    fields |= {name: _picked(form, name, actions_of(panel), instead) for name in actions}
    fields |= {name: _picked(form, name, offered, instead) for name, offered in picked.items()}
    fields |= {name: GoneField(_label(form, name), instead=instead) for name in gone}
    return type(form.__name__, (form,), fields)


def _picked(form: type[PageForm], name: str, offered: tuple[str, ...], instead: str) -> Picked:
    options = [Option(words, words) for words in offered]
    required = getattr(form, name).kwargs.get("required", "")
    return Picked(_label(form, name), choices=options, required=required, unknown_choice=instead, hint=instead)


def _label(form: type[PageForm], name: str) -> str:
    return str(getattr(form, name).args[0])
