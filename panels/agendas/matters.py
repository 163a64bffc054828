"""What a meeting says beside its cases: themes, places, other business, with nobody named. All members read it."""

from auth.encryption.sealed import Locked
from auth.roles import Actor
from casework.cases.access import cases_for
from casework.cases.models import Case
from casework.cases.named import people_known
from casework.errors import Refused, Stale
from casework.panel_settings.narrative import must_take_words
from casework.people.named import Known, named_in
from extensions import db
from panels.agendas.access import items_of
from panels.meetings.access import OPEN, chairing
from panels.meetings.models import Meeting


def write_matters(*, actor: Actor, meeting: Meeting, shown: str, text: str) -> None:
    """Write the themes of an open meeting anew. ``shown``: what stood on the page on which this was typed.

    People and references of every case on the agenda that is open to the actor are looked for in the words.
    :raises Refused: the meeting is not open, the panel takes no words, or the words could tell who a case is about.
    :raises Stale: somebody wrote other words since; theirs stand and yours are handed back.
    """
    if meeting.state != OPEN:
        raise Refused("Themes are written while the meeting is open. Afterwards they stand in its minutes")
    must_take_words(meeting.panel, "text")
    _refuse_names(actor, meeting, text)
    db.session.refresh(meeting, ["matters_sealed"], with_for_update=True)
    stands = meeting.matters or ""
    if shown != stands and text != stands:
        raise Stale(theirs=stands, mine=text, by="A colleague", version=meeting.version)
    meeting.matters = text
    meeting.version += 1


def _refuse_names(actor: Actor, meeting: Meeting, text: str) -> None:
    items = items_of(meeting)
    ids = [item.case_id for item in items]
    found = cases_for(actor, ids, "decision.record", event="meeting.matters", also=chairing(actor, meeting))
    people = [known for case in found for known in _people(case)]
    words = named_in(text, people, [item.case.reference for item in items])
    if words:
        told = ", ".join(f"“{word}”" for word in words)
        raise Refused(f"Take out {told}: every member reads this, and it could tell who a case is about", "text")


def _people(case: Case) -> list[Known]:
    try:
        return people_known(case)
    except Locked:
        return []
