"""Forms of the case pages."""

from functools import cache
from typing import Any

from casework.cases.assessments import OCCASIONS
from casework.cases.conflicts import CONNECTIONS
from casework.cases.notes import HANDLINGS, NATURES
from casework.cases.rules import PANEL
from casework.panel_type.risk import RiskAnswers, RiskTool
from casework.people.service import MARKER_KINDS
from inputs import (
    ChoiceField,
    DateField,
    EmailField,
    InputField,
    LineField,
    MultiField,
    Option,
    PageForm,
    PhoneField,
    TextField,
)

SAFETY = (Option("safe", "Safe"), Option("not_safe", "Not safe"), Option("not_known", "Not known"))


class SelectField(ChoiceField):
    """A drop-down list, for agencies and people."""

    kind = "select"


class NoteForm(PageForm):
    """What an agency knows."""

    text = TextField("What do you know?", required="Enter the note")
    nature = ChoiceField(
        "What is it?",
        choices=NATURES,
        required="Select whether this is a fact, an allegation or an opinion",
    )
    handling = ChoiceField(
        "Who may read it?", choices=HANDLINGS, default=PANEL, required="Select who may read this note"
    )


class NoteMoveForm(PageForm):
    """To which case a note belongs."""

    reference = LineField(
        "Which case does it belong to?",
        hint="Its reference, as it stands at the top of the case",
        max_length=20,
        required="Enter the reference of a case in which you may write notes",
    )


class SearchForm(PageForm):
    """Find a case. Posted, so that no name stands in an address."""

    words = LineField(
        "Name, date of birth, address, postcode, telephone or case reference",
        hint="One of them or several, in any order. For example: Quill Ada 14/3/1948",
        required="Enter a name, a date of birth, an address, a postcode, a telephone number or a case reference",
        max_length=200,
    )
    part = MultiField(
        "Part of a name",
        choices=(Option("yes", "Also find names that contain a word I typed", "A word of five letters or more"),),
    )


class ReviewForm(PageForm):
    """When the panel looks again."""

    on = DateField("Next review by", future_only=True, required="Enter the day of the next review")


class MoveForm(PageForm):
    """Move the case on, or back after a mistake."""

    verb = ChoiceField("What do you want to do?", required="Select what you want to do")
    reason = TextField("Why?", required="Enter a reason", max_length=2_000)


class NamesForm(PageForm):
    """Withhold the names of a case, or give them back."""

    reason = TextField("Why?", hint="Do not write the name here", required="Enter a reason", max_length=2_000)


class ConflictForm(PageForm):
    """Declare one's own conflict of interest on a case known by its reference."""

    reference = LineField("Case reference", required="Enter the case reference", max_length=20)
    connection = ChoiceField("What is the connection?", choices=CONNECTIONS, required="Select what the connection is")


class ConflictForForm(PageForm):
    """Set a conflict of interest for somebody on the panel."""

    account_id = SelectField("Person", required="Select a person")
    connection = ChoiceField("What is the connection?", choices=CONNECTIONS, required="Select what the connection is")


class TeamConflictForm(PageForm):
    """Set a conflict of interest for everybody of an agency."""

    agency_id = SelectField("Agency", required="Select an agency")
    connection = ChoiceField("What is the connection?", choices=CONNECTIONS, required="Select what the connection is")


class LiftForm(PageForm):
    """Why a conflict of interest should be lifted."""

    reason = TextField("Why should it be lifted?", required="Enter why it should be lifted", max_length=2_000)


class ClearForm(PageForm):
    """Why somebody who is kept apart may see the case."""

    reason = TextField("Why may they see it?", required="Enter why they may see it", max_length=1_000)


class GrantForm(PageForm):
    """Who is let into a case, and as what."""

    kind = ChoiceField("As what?", required="Select as what this person is let in")
    account_id = SelectField("Person", required="Select a person")


class RevealForm(PageForm):
    """Why a hidden address has to be seen."""

    reason = TextField("Why do you need to see it?", required="Enter why you need to see the address", max_length=1_000)


class SafeContactForm(PageForm):
    """How a person may be reached."""

    no_contact = ChoiceField(
        "Is it safe to contact them at all?",
        choices=(
            Option("no", "Yes, by the ways that are safe"),
            Option("yes", "No. Do not contact them", "Nothing can be sent, whatever is marked below"),
        ),
        required="Select whether it is safe to contact them at all",
    )
    call = ChoiceField("Is it safe to call?", choices=SAFETY, required="Select whether it is safe to call")
    message = ChoiceField(
        "Is it safe to leave a message?", choices=SAFETY, required="Select whether it is safe to leave a message"
    )
    text = ChoiceField(
        "Is it safe to send a text?", choices=SAFETY, required="Select whether it is safe to send a text"
    )
    email = ChoiceField("Is it safe to send an e-mail?", choices=SAFETY, required="Select whether e-mail is safe")
    letter = ChoiceField("Is it safe to post a letter?", choices=SAFETY, required="Select whether letters are safe")
    hand = ChoiceField(
        "Is it safe to bring a letter to the door?",
        choices=SAFETY,
        required="Select whether it is safe to bring a letter to the door",
    )
    collect = ChoiceField(
        "Is it safe to hand over a letter elsewhere?",
        hint="At an office, or at a place they choose",
        choices=SAFETY,
        required="Select whether it is safe to hand over a letter elsewhere",
    )
    read_out = ChoiceField(
        "Is it safe to read a letter out on the phone?",
        hint="Nobody else can hear it",
        choices=SAFETY,
        required="Select whether it is safe to read a letter out on the phone",
    )
    phone = PhoneField("Phone number")
    second_phone = PhoneField("Another phone number")
    email_address = EmailField("E-mail address")
    best_time = LineField("When is it best to contact them?")
    say = LineField("What to say if somebody else answers", hint="Words you have agreed with them")
    who_must_not_know = LineField("Who must not know about this?")


class MarkerForm(PageForm):
    """A warning to staff who visit. It rests on one incident and has a review date."""

    kind = ChoiceField("What should staff know?", choices=MARKER_KINDS, required="Select what staff should know")
    incident = TextField("What happened?", hint="One incident, as it was recorded", max_length=2_000)
    source = LineField("Who reported it?", hint="For example, the agency and the officer")
    happened_on = DateField("When did it happen?", past_only=True)
    review_on = DateField("When is this warning looked at again?", hint="Within 12 months", future_only=True)


class RolesForm(PageForm):
    """What a person is in this case."""

    roles = MultiField("What is this person in the case?", required="Select at least one")


class RiskForm(PageForm):
    """The part of a risk assessment that is the same for every tool."""

    person = ChoiceField("Who is this about?", required="Select who the assessment is about")
    occasion = ChoiceField(
        "Why is the risk assessed now?",
        choices=tuple(Option(value, label) for value, label in OCCASIONS.items() if value != "referral"),
        required="Select why the risk is assessed now",
    )
    own_band = ChoiceField("Your professional view", hint="Only if it differs from the score")
    rationale = TextField("Why does your view differ?", max_length=4_000)


PREFIX = "q_"


@cache
def risk_form_class(tool: RiskTool) -> type[RiskForm]:
    """The form of one tool; its questions are fields named ``q_<id>``. Any may be left out: the score names them."""
    fields: dict[str, InputField] = {}
    for question in tool.questions:
        options = [Option(option.value, option.text) for option in question.options]
        kind = MultiField if question.multiple else ChoiceField
        fields[PREFIX + question.id] = kind(question.text, choices=options, hint=question.hint, allow_not_known=True)
    return type("ToolForm", (RiskForm,), dict(fields))


def risk_answers(form: RiskForm, tool: RiskTool) -> RiskAnswers:
    """The answers given, by question id."""
    given: dict[str, Any] = {question.id: form[PREFIX + question.id].data for question in tool.questions}
    return {key: value for key, value in given.items() if value}
