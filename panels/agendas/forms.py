"""Forms of the agenda, the requests and the opening."""

from casework.cases.forms import SelectField
from inputs import ChoiceField, LineField, MultiField, NumberField, Option, PageForm, TextField
from panels.agendas.ordering import MOST_MINUTES

YES = (Option("yes", "The chair has agreed to cases after the cut-off"),)


class AddForm(PageForm):
    """Ready cases to put on the agenda."""

    cases = MultiField("Ready, not on the agenda", required="Select at least one case")
    chair_agreed = MultiField("After the cut-off", choices=YES)


class RowForm(PageForm):
    """One row of the running order: a place to move to, or minutes."""

    place = NumberField("Position", lowest=1, highest=500)
    minutes = NumberField("Minutes", lowest=1, highest=MOST_MINUTES)


class ItemForm(PageForm):
    """Who is needed for one case."""

    agencies = MultiField("Agencies needed for this case")


class GuestForm(PageForm):
    """Who comes for one case only."""

    account_id = SelectField("Who is asked to come for this case?", required="Select a person")


class RemoveForm(PageForm):
    """Why a case is taken off the agenda."""

    reason = LineField("Why is the case taken off the agenda?", max_length=300)


class UndoForm(PageForm):
    """Minutes as they were before the order was fitted to the time."""

    was = LineField("Minutes before", max_length=2_000)


class RequestsForm(PageForm):
    """Which agencies to ask."""

    agencies = MultiField("Agencies to ask", required="Select at least one agency")


class OpeningForm(PageForm):
    """The statement, conflicts, and the reason for beginning without a quorum. Attendance is read line by line."""

    accepted = MultiField(
        "Confidentiality", choices=(Option("yes", "The statement was read out and everybody here accepted it"),)
    )
    guest = ChoiceField("Has somebody come who is not on the list?")
    instead_of = ChoiceField("Do they come instead of somebody?")
    conflicts = MultiField("Conflicts of interest", hint="Select each person and case where there is a connection")
    connection = ChoiceField("What is the connection?")
    reason = TextField("Why do you start without them?", max_length=1_000)


class ActionForm(PageForm):
    """What the table hears about one unfinished action."""

    text = LineField("What came of it, or why it is not possible", max_length=1_000)
