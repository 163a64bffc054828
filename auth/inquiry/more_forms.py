"""Forms of an inquiry that ask for a reason."""

from auth.access_log.periods import FOUR_WEEKS, LAST_MONTH, TITLES, YEAR
from auth.inquiry.forms import NO_CASE_DATA
from inputs import ChoiceField, LineField, MultiField, Option, PageForm, TextField

STOP = "stop"


class SearchedForm(PageForm):
    """Who searched for a name?"""

    words = LineField(
        "Name, or words that were searched for",
        hint="They are not kept: the log has only hashes of words, and this question leaves hashes too",
        required="Enter a name, or words that were searched for",
        max_length=120,
    )
    span = ChoiceField(
        "Period",
        choices=tuple(Option(name, TITLES[name]) for name in (FOUR_WEEKS, LAST_MONTH, YEAR)),
        required="Select a period",
    )
    reason = TextField(
        "Why do you ask?",
        hint="It is kept in the log with this question. At least 20 characters",
        required="Enter why you ask",
        max_length=500,
    )


class KeepForm(PageForm):
    """Keep entries without a flag."""

    what = LineField(
        "Case reference or member of staff",
        hint="For staff, a name or an e-mail address",
        required="Enter a case reference or a member of staff",
        max_length=120,
    )
    reason = TextField(
        "Why are they kept?",
        hint=f"For example, a court orders it. At least 20 characters. {NO_CASE_DATA}",
        required="Enter why",
        max_length=500,
    )


class HoldForm(PageForm):
    """Keep the entries, and stop somebody's access."""

    reason = TextField(
        "Why are they kept?", hint=f"At least 20 characters. {NO_CASE_DATA}", required="Enter why", max_length=500
    )
    stop = MultiField(
        "Their access",
        choices=(
            Option(STOP, "Stop it until this is decided", "For 14 days at most. They are told that it is, and no more"),
        ),
    )
