"""Rules on plain values: which ways a letter may go, who approves it, how much somebody's speaker may be told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from casework.panel_type.common_choices import ALLEGED_PERPETRATOR, REPRESENTATIVE, VICTIM
from casework.panel_type.definition import CHAIR, VICE_CHAIR
from casework.panel_type.letter_templates import LetterTemplate, Tells, To
from casework.people.safe_contact import CHANNELS, is_safe, must_not_contact

DRAFT, APPROVED, SENT, WITHHELD, REPLACED = "draft", "approved", "sent", "withheld", "replaced"
WAITING = frozenset({DRAFT, APPROVED})
STATE_WORDS = {
    DRAFT: "Draft",
    APPROVED: "Approved, not sent",
    SENT: "Sent",
    WITHHELD: "Withheld",
    REPLACED: "Replaced by a newer one",
}
STATE_COLOURS = {DRAFT: "yellow", APPROVED: "blue", SENT: "green", WITHHELD: "grey", REPLACED: "grey"}
BY_HAND = "by_hand"


class Way(StrEnum):
    """How a letter reaches its reader. Nothing of what it says ever goes by e-mail."""

    POST = "post"
    HAND = "hand"
    IN_PERSON = "in_person"
    READ_OUT = "read_out"
    PRODUCT = "product"
    """Read here after signing in; a mail says only that something waits, with a link to the sign-in page."""


WAY_WORDS = {
    Way.POST: "By post, in a plain envelope",
    Way.HAND: "Brought to the door by hand, in a plain envelope",
    Way.IN_PERSON: "Handed over in person, elsewhere",
    Way.READ_OUT: "Read out on the phone",
    Way.PRODUCT: "Here, after signing in",
}
NEEDS: Mapping[Way, tuple[str, ...]] = {
    Way.POST: ("letter",),
    Way.HAND: ("hand",),
    Way.IN_PERSON: ("collect",),
    Way.READ_OUT: ("call", "read_out"),
}
"""What must be marked safe for a way. That a call is safe does not say that a letter may be read out in it."""

TO_STAFF = frozenset({To.REFERRER, To.AGENCY})
ENVELOPE = (
    "Use a plain envelope without a logo, a stamp of a service or a return address that names a team. "
    "Write only the name and the address on it."
)


class Scope(StrEnum):
    """How much somebody who speaks for a person may be told."""

    NOTHING = "nothing"
    UPDATES = "updates"
    CONTENTS = "contents"


SCOPE_WORDS = {
    Scope.NOTHING: "Nothing",
    Scope.UPDATES: "That something has happened, and what happens next",
    Scope.CONTENTS: "Everything that a letter says",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a letter is to, as far as the rules go. ``stopped``: they speak for somebody who must not be contacted."""

    to: To
    name: str
    roles: tuple[str, ...] = ()
    safe_contact: Mapping[str, Any] | None = None
    scope: Scope = Scope.NOTHING
    has_address: bool = True
    stopped: bool = False


def never_to(roles: Collection[str]) -> str:
    """Why nobody with these roles is written to; empty when they may be.

    The person said to be responsible is never told by the service, whatever else they are in the case.
    """
    if ALLEGED_PERPETRATOR in roles:
        return "They are also said to be responsible. The service never writes to them"
    return ""


def way_refused(reader: Reader, way: Way) -> str:
    """Why this letter may not go this way; empty when it may. What was never asked counts as not safe."""
    if (way is Way.PRODUCT) != (reader.to in TO_STAFF):
        return "This reader has no account here" if way is Way.PRODUCT else "Officers read their letters here"
    if way is Way.PRODUCT:
        return ""
    if reader.stopped or must_not_contact(reader.safe_contact):
        return "It is not safe to contact them in any way"
    missing = [channel for channel in NEEDS[way] if not is_safe(reader.safe_contact, channel)]
    if missing:
        return f"{CHANNELS[missing[0]]} is not marked safe for {reader.name}"
    if way in (Way.POST, Way.HAND) and not reader.has_address:
        return f"There is no address of {reader.name} on record"
    return ""


def ways_open(reader: Reader) -> tuple[Way, ...]:
    """The ways by which this letter may go now."""
    return tuple(way for way in Way if not way_refused(reader, way))


def agreement_refused(reader: Reader, tells: Tells) -> str:
    """Why somebody's speaker may not be told this much; empty when they may."""
    if reader.to is not To.REPRESENTATIVE or reader.scope is Scope.CONTENTS or tells is Tells.RECEIPT:
        return ""
    if reader.scope is Scope.UPDATES:
        if tells is Tells.UPDATES:
            return ""
        return f"The person agreed that {reader.name} hears what happens next, and not what letters say"
    return f"The person has not agreed that {reader.name} is told anything"


def may_approve(
    template: LetterTemplate, roles: Collection[str], *, account_id: UUID, written_by_id: UUID | None
) -> str:
    """Why somebody may not approve a letter; empty when they may.

    Where the panel names approvers, one of them or a chair approves, and never the one who wrote the words last: two
    people read what is said to somebody in danger. Where it names none, whoever keeps the case approves.
    """
    if not template.approvers:
        return ""
    if not {*template.approvers, CHAIR, VICE_CHAIR} & {*roles}:
        return "Somebody whom the panel names for this must approve it"
    if written_by_id == account_id:
        return "You wrote these words. Somebody else must approve them"
    return ""


def reader_roles(subject_roles: Collection[str], to: To) -> tuple[tuple[str, ...], ...]:
    """The roles of those a letter is to, the first group that anybody holds counts.

    The person a case is about is whoever its risk tool is about, else the victim, the applicant, the subject.
    """
    if to is To.REPRESENTATIVE:
        return ((REPRESENTATIVE,),)
    if to is To.SUBJECT:
        return (tuple(subject_roles), (VICTIM,), ("complainant",), ("subject",))
    return ()
