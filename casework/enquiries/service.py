"""Asking agencies before a meeting, and their answers."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from auth.encryption.keyring import new_data_key
from auth.roles import Actor
from casework.cases.models import Case
from casework.enquiries.models import Enquiry
from casework.enquiries.rules import KNOWN_WORDS, Known, Restriction, identity_of, identity_withheld, is_late
from casework.errors import Refused, Stale
from casework.notifications.service import tell_agency
from casework.panel_settings.narrative import must_take_words
from extensions import db, now
from wording.dates import local
from wording.dates import today as today_here


@dataclass(frozen=True)
class Answer:
    """What an agency says. ``text`` holds the boxes of the form by name; empty for "not known"."""

    known: Known
    text: dict[str, str]
    restriction: Restriction = Restriction.NONE


def ask(*, actor: Actor, meeting_id: UUID, case: Case, agency_id: UUID, due_on: date) -> Enquiry:
    """Ask one agency about the people of a case, which must be open with its people. Asking twice asks once."""
    found = sa.select(Enquiry).where(
        Enquiry.meeting_id == meeting_id, Enquiry.case_id == case.id, Enquiry.agency_id == agency_id
    )
    standing = db.session.scalars(found).one_or_none()
    if standing is not None:
        return standing
    enquiry = Enquiry(
        data_key_id=new_data_key(panel=case.panel, kind="enquiry"),
        meeting_id=meeting_id,
        case_id=case.id,
        agency_id=agency_id,
        panel=case.panel,
        identity=_identity(case),
        asked_by_id=actor.account_id,
        due_on=due_on,
    )
    db.session.add(enquiry)
    db.session.flush()
    return enquiry


def answer(*, actor: Actor, enquiry: Enquiry, version: int, given: Answer) -> None:
    """Store an agency's answer; an earlier one may be put right as long as nobody else has done so meanwhile.

    :raises Stale: a colleague has answered since the page was opened.
    :raises Refused: an answer that needs words has none, or words are given where the panel takes none.
    """
    if given.known is Known.CANNOT_SHARE or any(given.text.values()):
        must_take_words(enquiry.panel)
    if version != enquiry.version:
        raise Stale(_in_words(enquiry), given.text.get("facts", ""), _who(enquiry), enquiry.version)
    if given.known is Known.CANNOT_SHARE and not given.text.get("reason"):
        raise Refused("Enter why your agency cannot share this", "reason")
    enquiry.answer = {**given.text, "answered_by": actor.name, "job_title": actor.job_title}
    enquiry.known, enquiry.restriction = given.known, given.restriction
    enquiry.answered_at, enquiry.answered_by_id = now(), actor.account_id
    enquiry.version += 1


def remind(*, actor: Actor, panel: str, enquiries: list[Enquiry]) -> int:
    """Remind every agency that has not answered, once a day at most; returns how many agencies were reminded."""
    today = today_here()
    waiting = [row for row in enquiries if row.answered_at is None and not _chased_on(row, today)]
    late = {row.agency_id for row in waiting if is_late(row.due_on, today)}
    for agency_id in dict.fromkeys(row.agency_id for row in waiting):
        template = "enquiry_late" if agency_id in late else "enquiry"
        tell_agency(agency_id=agency_id, panel=panel, template=template, path="/questions")
    for row in waiting:
        row.chased_at = now()
    return len({row.agency_id for row in waiting})


def _identity(case: Case) -> list[dict[str, str]]:
    if case.identity_withheld:
        return identity_withheld()
    return identity_of(party.person for party in case.parties if party.removed_at is None)


def _chased_on(row: Enquiry, today: date) -> bool:
    return row.chased_at is not None and local(row.chased_at).date() == today


def _in_words(enquiry: Enquiry) -> str:
    said = (enquiry.answer or {}).get("facts", "")
    known = KNOWN_WORDS[Known(enquiry.known)] if enquiry.known else "Not answered"
    return f"{known}. {said}".strip()


def _who(enquiry: Enquiry) -> str:
    return enquiry.answered_by.name if enquiry.answered_by else "A colleague"
