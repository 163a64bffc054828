"""Forms of actions."""

from casework.actions.rules import DONE, IN_PROGRESS, MORE_TIME, NOT_POSSIBLE
from casework.cases.forms import SelectField
from inputs import ChoiceField, DateField, LineField, MultiField, Option, PageForm, TextField

REPORTS = (
    Option(IN_PROGRESS, "In progress"),
    Option(DONE, "Done", "Say what came of it"),
    Option(NOT_POSSIBLE, "Not possible", "Say why"),
    Option(MORE_TIME, "We need more time", "Say why, and give a new day. The coordinator decides"),
)


BY_PROVIDER = (
    Option(
        "yes",
        "A provider of support carries it out",
        "It ends at once when its ground is gone, for example consent",
    ),
)


class ActionForm(PageForm):
    """Give an agency something to do."""

    text = TextField("What is to be done?", hint="Start with a verb: visit, fit, apply", max_length=1_000)
    why = LineField("Which risk does it lower?", max_length=500)
    measure = LineField("How will we see that it worked?", max_length=500)
    agency_id = SelectField("Agency", required="Select the agency that does it")
    officer_id = SelectField("Person with an account")
    officer_name = LineField("Or the name of somebody without one", max_length=120)
    due_on = DateField("Due by", future_only=True, required="Enter the day by which it is due")
    by_provider = MultiField("Is it support?", choices=BY_PROVIDER)
    as_it_is = ChoiceField(
        "Keep it as it is?",
        choices=(Option("yes", "Yes, keep it as it is"),),
    )


class ReportForm(PageForm):
    """Say how an action stands."""

    status = ChoiceField("How does it stand?", choices=REPORTS, required="Select how the action stands")
    text = TextField("What came of it, or why not?", max_length=4_000)
    due_on = DateField("New day, if you need more time", future_only=True)


class MoreTimeForm(PageForm):
    """Move the day."""

    due_on = DateField("New day", future_only=True, required="Enter the new day")
    text = LineField("Why?", max_length=500)


class HandOverForm(PageForm):
    """Settle an action that goes on elsewhere."""

    text = LineField("Which agency carries it on?", required="Enter which agency carries it on", max_length=500)
