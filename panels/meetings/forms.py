"""Forms of meetings."""

from inputs import ChoiceField, DateTimeField, LineField, MultiField, NumberField, Option, PageForm
from panels.meetings.rules import LONGEST, SHORTEST


class PlanForm(PageForm):
    """When and where a panel meets. ``panel`` is offered only to somebody who plans for several."""

    panel = ChoiceField("Which panel meets?", required="Select which panel meets")
    starts_at = DateTimeField("When it starts", required="Enter the date and time", future_only=True)
    minutes_long = NumberField(
        "How long, in minutes", required="Enter how many minutes", lowest=SHORTEST, highest=LONGEST
    )
    place = LineField("Where", required="Enter the room, or say that it is online", max_length=120)
    urgent = ChoiceField(
        "What kind of meeting is it?",
        choices=(
            Option("no", "An ordinary meeting"),
            Option("yes", "An urgent meeting", "Only where waiting for the next one would put somebody at high risk"),
        ),
        required="Select what kind of meeting it is",
    )
    anyway = MultiField("People who are asked elsewhere", choices=(Option("yes", "Plan it at this time all the same"),))


class AnswerForm(PageForm):
    """Whether one comes, and who comes instead."""

    coming = ChoiceField(
        "Will you come?",
        choices=(Option("yes", "I will come"), Option("no", "I send my apologies")),
        required="Select whether you will come",
    )
    deputy = ChoiceField("Who comes instead of you?")
