"""What an entry says was done. One door stands before the page of a form and before what the form does: the page alone
is no deed, and a deed is no look."""

from flask import has_request_context, request

PAGE = ".page"
"""Added to the event of a deed of which only the page was asked for."""
WITH_A_PAGE = frozenset(
    {
        "action.change", "audit.sample", "case.form", "letter.change", "letter.send",
        "letter.withhold", "meeting.attendance", "meeting.close", "meeting.matters", "minutes.note", "minutes.version",
        "referral.confirm", "referral.triage", "statistics.publish",
    }
)  # fmt: skip
"""Deeds whose page passes the same door."""
DONE_FROM = {
    "agenda.open": "agenda.changed",
    "case.change": "case.changed",
    "case.note": "case.noted",
    "case.who": "case.shared",
    "enquiry.open": "enquiry.answered",
    "letter.approve": "letter.approved",
    "meeting.actions": "meeting.reported",
    "meeting.chair": "meeting.chaired",
    "meeting.opening": "meeting.marked",
    "note.move": "note.moved",
}
"""Pages, and what is done by sending their form."""


def event_asked_for(event: str, *, of_a_list: bool = False) -> str:
    """The event that an entry says: of a deed whose page alone is asked for, that it was looked at; of a page whose
    form is sent, what is done by it. (If it is not done after all, the entry is :data:`auth.doors.AGAIN`.) A list that
    is shown beside is no deed (``of_a_list``). Outside a request it is ``event`` itself."""
    if not has_request_context():
        return event
    if request.method == "POST":
        return event if of_a_list else DONE_FROM.get(event, event)
    return f"{event}{PAGE}" if event in WITH_A_PAGE else event
