"""Forms of the settings pages."""

from typing import Any

from casework.panel_type.definition import PanelType
from casework.panel_type.marked import SWITCH, Marked
from inputs import ChoiceField, DateField, LineField, MultiField, NumberField, Option, PageForm, TextField
from wording.dates import today

OFF_OR_ON = (Option("0", "Off"), Option("1", "On"))
WHY = "Why?"
WHY_HINT = "For example who agreed it, where and when. It stays on record"


class WordsForm(PageForm):
    """Set one name."""

    value = LineField("Name", hint="Leave it empty to go back to the name in the definition", max_length=60)
    from_on = DateField("From which day?", required="Enter the first day")
    why = TextField(WHY, hint=WHY_HINT, required="Enter why this is set", max_length=2_000)


class ModeForm(PageForm):
    """Choose how the panel runs. What a mode needs on record is asked for together with it."""

    mode = ChoiceField("How is the panel run?", required="Select how the panel is run")
    from_on = DateField("From which day?", required="Enter the first day")
    why = TextField(WHY, hint=WHY_HINT, required="Enter why this is chosen", max_length=2_000)
    reference = LineField("Reference of the signed assessment", max_length=120)
    signed_by = LineField("Who signed it", hint="Name and office", max_length=120)
    signed_on = DateField("When was it signed?")
    review_on = DateField("When is it reviewed next?")


class SignOffForm(PageForm):
    """Sign a definition off. Carries the fingerprint of what was read."""

    fingerprint = LineField("Fingerprint", max_length=64)
    read = MultiField(
        "Sign-off",
        choices=(Option("yes", "I have read this definition, and the panel is to work as it says"),),
        required="Confirm that you have read the definition",
    )


def number_form(marked: Marked, **start: Any) -> PageForm:
    """The form of one number. It may be left empty: then the definition's own stands. The limits are the service's to
    judge, because it also says who drew them. A switch is off or on."""
    about = f"{marked.lowest} to {marked.highest} {marked.unit}".strip()
    basis = f" ({marked.basis})" if marked.basis else ""
    hint = f"{about}{basis}. Leave it empty to go back to the number in the definition"
    fields = {
        "value": ChoiceField(marked.title, choices=OFF_OR_ON, required="Select off or on")
        if marked.unit == SWITCH
        else NumberField(marked.title, hint=hint),
        "from_on": DateField("From which day?", required="Enter the first day"),
        "why": TextField(WHY, hint=WHY_HINT, required="Enter why this is set", max_length=2_000),
    }
    made: type[PageForm] = type("NumberForm", (PageForm,), fields)
    return made(data={"from_on": today(), **start})


def mode_form(panel: PanelType) -> ModeForm:
    """The form to choose a mode, with what each means."""
    form = ModeForm(data={"mode": panel.in_mode.key, "from_on": today()})
    form.mode.choices = [Option(mode.key, mode.title, mode.explanation) for mode in panel.modes]
    return form
