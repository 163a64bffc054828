"""The fixed list of messages. Plain words, nothing to fill in: no name, place, panel, date or reason can get in.

Others may read a mail on a shared telephone, so a message says only that something waits and where to sign in.
"""

import re
from dataclasses import dataclass

WAITING = "Something needs you"
CHANGED = "Something has changed"
LATE = "Something is late"


@dataclass(frozen=True, slots=True)
class Message:
    """Subject and first line of a message; the rest is the same for all. ``leads``: whether there is a page to see it
    on."""

    subject: str
    line: str
    leads: bool = True


_WAITING = Message(WAITING, "Something in the panel service needs you.")
_CHANGED = Message(CHANGED, "Something you take part in has changed.")
_LATE = Message(LATE, "Something that was asked of you is late.")
_ESCALATED = Message(LATE, "Something that your team was asked for is late.")

MESSAGES: dict[str, Message] = {
    "referral_received": _WAITING,
    "referral_decided": _CHANGED,
    "more_information": _WAITING,
    "chair_confirms": _WAITING,
    "urgent": _WAITING,
    "roles": _WAITING,
    "enquiry": _WAITING,
    "enquiry_late": _LATE,
    "meeting_planned": _WAITING,
    "meeting_changed": _CHANGED,
    "pack_ready": _WAITING,
    "pack_changed": _CHANGED,
    "minutes_to_approve": _WAITING,
    "minutes_issued": _WAITING,
    "action_given": _WAITING,
    "action_changed": _CHANGED,
    "action_chased": _LATE,
    "action_more_time": _WAITING,
    "action_late": _LATE,
    "action_escalated": _ESCALATED,
    "review_due": _WAITING,
    "retention_due": _WAITING,
    "letter": _WAITING,
    "letter_to_approve": _WAITING,
    "access_given": _WAITING,
    "conflict_lift": _WAITING,
    "kept_apart": _WAITING,
    "alert": _WAITING,
    "time_came": _WAITING,
    "form_to_confirm": _WAITING,
    "form_declined": _CHANGED,
    "match_found": _WAITING,
    "files_received": _WAITING,
    "resident_told": _WAITING,
    "emergency_used": Message(WAITING, "An emergency access needs review."),
    "emergency_used_hidden": _WAITING,
    "emergency_in_team": Message(CHANGED, "Somebody in your team used emergency access. Ask them about it."),
    "emergency_question": _WAITING,
    "emergency_answered": _WAITING,
    "emergency_overdue": _LATE,
    "question": _WAITING,
    "question_answered": _WAITING,
    "breach": _WAITING,
    "access_stopped": _WAITING,
    "access_stopped_of_other": _WAITING,
    "log_erased": _WAITING,
    "sign_in_changed": Message("Your account", "Something has happened to how your account is signed in to."),
    "role_to_confirm": Message(WAITING, "A change to an account waits for a second person."),
    "role_given": Message(CHANGED, "A role was given or refused."),
    "provider_changed": Message(CHANGED, "A change of how an agency’s people sign in was made or refused."),
    "secret_ends": Message(WAITING, "How an agency’s people sign in needs renewing."),
    "agreement_ends": Message(WAITING, "An agency’s agreement needs renewing."),
    "accounts_to_look_at": Message(WAITING, "Some accounts need looking at."),
    "person_added": Message(
        CHANGED,
        "Somebody was added to the people of your agency. If you did not expect it, ring the panel team.",
        leads=False,
    ),
    "account": Message("Your account", "Something about your account needs you."),
}

NEUTRAL_PART = re.compile(r"[a-z-]+|[0-9]{1,6}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
HOME = "/home"


class UnknownMessage(ValueError):
    """A message that is not on the fixed list."""


def message(template: str) -> Message:
    """The message with this key. Raises ``UnknownMessage``."""
    try:
        return MESSAGES[template]
    except KeyError:
        raise UnknownMessage(f"{template} is not on the list of messages.") from None


def neutral_path(path: str) -> str:
    """``path`` if it holds nothing but plain words and random ids; the home page if it names a record by reference."""
    parts = path.removeprefix("/").split("/")
    return path if path.startswith("/") and all(NEUTRAL_PART.fullmatch(part) for part in parts) else HOME


def body(template: str, public_url: str, path: str) -> str:
    """The whole text of a message. Its only address is a page that asks to sign in."""
    link = public_url.rstrip("/") + neutral_path(path)
    told = message(template)
    see_it = f"Sign in to see it:\n{link}\n\n" if told.leads else ""
    return f"{told.line}\n\n{see_it}This mail says no more on purpose. Do not answer it: nobody reads the answers.\n"
