"""The form in which an agency answers (domain: one form for all agencies, fact and opinion in separate boxes)."""

from casework.enquiries.rules import RESTRICTION_WORDS, Restriction
from inputs import ChoiceField, LineField, MultiField, Option, PageForm, TextField

SIGNED = (Option("yes", "I have checked this answer and may share it under the information sharing agreement"),)


class UnknownForm(PageForm):
    """One press: the agency does not know this person. Carries only the version that was shown."""


class KnownForm(PageForm):
    """What the agency holds that the panel needs."""

    since = LineField("When, and in what role, has your agency known them?", max_length=300)
    facts = TextField(
        "Relevant facts", required="Enter the relevant facts", hint="What was seen or said, by whom, and when"
    )
    opinion = TextField("Your agency’s opinion or assessment", hint="Keep this apart from the facts")
    involvement = LineField("Who works with them now?", max_length=300)
    risks = TextField("What makes things riskier?")
    protective = TextField("What protects them?")
    engagement = TextField("How do they get on with your service?")
    grading = LineField("Source grading, if the police hold one", max_length=60)
    restriction = ChoiceField(
        "Who may be told?",
        choices=tuple(Option(value, words) for value, words in RESTRICTION_WORDS.items()),
        required="Select who may be told",
    )
    sign_off = MultiField("Sign-off", choices=SIGNED, required="Confirm that you have checked this answer")


class KnownOnlyForm(PageForm):
    """One press: the agency knows them. For a panel that takes no words about people."""


class CannotShareForm(PageForm):
    """Why an agency that may know them says nothing."""

    reason = TextField(
        "Why can your agency not share this?", required="Enter why your agency cannot share this", max_length=2_000
    )
    sign_off = MultiField("Sign-off", choices=SIGNED, required="Confirm that you have checked this answer")


TEXTS = ("since", "facts", "opinion", "involvement", "risks", "protective", "engagement", "grading")
HEADINGS = {name: KnownForm.__dict__[name].args[0] for name in TEXTS}
DEFAULT_RESTRICTION = Restriction.PANEL
