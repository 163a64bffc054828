"""The letters of a decision: drafted when it is carried out, or the reason why there is none written down."""

from auth.roles import Actor
from casework.cases.models import Case
from casework.cases.service import record_event
from casework.letters.drafting import follow
from casework.letters.models import Letter
from casework.panel_type.definition import DecisionOption
from panels.decisions.models import ItemRecord
from panels.meetings.models import Meeting
from wording.dates import uk_date


def draft_decided(
    *, actor: Actor, meeting: Meeting, case: Case, option: DecisionOption, record: ItemRecord
) -> list[Letter]:
    """Draft the letters that a decision names, with its reason and plan, and those of the moves that carried it out."""
    if option.no_letter_because:
        title = f"No letter is written about “{option.title}”"
        record_event(actor=actor, case=case, kind="letter", title=title, text=option.no_letter_because)
    told = {
        "decision": option.title,
        "reasons": record.reason or "",
        "meeting_on": uk_date(meeting.starts_at),
        "review_on": uk_date(record.review_on),
    }
    event = f"decision:{option.key}"
    return follow(
        actor=actor, case=case, templates=option.letters, event=event, told=told, occasion=f"decision:{record.id}"
    )
