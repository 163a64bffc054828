"""Events and objects of the log in plain words."""

from auth.access_log.models import AccessEntry
from auth.access_log.service import REFUSED

EVENTS = {
    "account.create": "Added a person",
    "account.form": "Opened the form for a new person",
    "account.invite": "Made a one-time code",
    "account.list": "Looked at the list of people with accounts",
    "account.move": "Changed a person's agency",
    "account.open": "Opened an account",
    "account.reinstate": "Reinstated an account",
    "account.suspend": "Suspended an account",
    "accounts.home": "Looked at the accounts page",
    "accounts.manage": "Managing accounts",
    "access_log.read": "Reading the access log",
    "action.list": "Looked at a list of actions",
    "address.reveal": "Showed a hidden address",
    "agenda.add": "Put a case on an agenda",
    "agenda.ready": "Looked at cases ready for an agenda",
    "agenda.remove": "Took a case off an agenda",
    "agency.create": "Added an agency",
    "agency.form": "Opened the form for a new agency",
    "agency.list": "Looked at the list of agencies",
    "appointment.end": "Ended a role",
    "appointment.give": "Gave a role",
    "audit.home": "Looked at the auditor's start page",
    "audit.search": "Looked something up in the access log",
    "case.form": "Filled in, or settled, a form on a case",
    "case.forms": "Looked at the forms of a case",
    "case.list": "Saw it in a list of cases",
    "case.open": "Opened a case",
    "case.read": "Reading a case",
    "case.who": "Looked at who can open a case",
    "document.download": "Downloaded a document",
    "document.list": "Looked at a list of documents",
    "enquiry.open": "Opened an enquiry",
    "enquiry.send": "Asked an agency what it knows",
    "meeting.guest": "Looked at the meeting as a guest for one case",
    "meeting.live": "Opened a case in a meeting",
    "meeting.plan": "Planned a meeting",
    "meeting.room": "Showed a case on the meeting's screen",
    "pack.publish": "Sent out an agenda pack",
    "pack.read": "Opened an agenda pack",
    "panel.list": "Looked at the list of panels",
    "panel.mode": "Chose how a panel is run",
    "panel.open": "Read a panel's definition",
    "panel.read": "Reading a panel's definition",
    "panel.set": "Set a number or a name of a panel",
    "panel.settings": "Looked at a panel's settings",
    "panel.sign_off": "Signed a panel's definition off",
    "referral.list": "Looked at a list of referrals",
    "referral.match": "Looked for the same person",
    "referral.open": "Opened a referral",
    "referral.reveal": "Showed the protected answers of a referral",
    "second_factor.reset": "Reset a second factor",
    "second_factor.set_up": "Set up a second factor",
    "sign_in": "Signed in",
    "sign_in_failed": "Failed to sign in",
    "step_up": "Confirmed who it is",
    "step_up.asked": "Was asked to confirm who it is",
}
IN_WORDS_OF_THEIR_OWN = frozenset({"sign_in_failed", "step_up.asked"})
OBJECTS = {"access_log": "access log", "partnership": "accounts"}


def event_words(entry: AccessEntry) -> str:
    """What was done; of a refused try, what was tried."""
    words = EVENTS.get(entry.event) or _plain(entry.event).capitalize()
    if entry.outcome == REFUSED and entry.event not in IN_WORDS_OF_THEIR_OWN:
        return f"Tried, and could not: {words[:1].lower()}{words[1:]}"
    return words


def object_words(entry: AccessEntry) -> str:
    """What it was done to: the kind of record, and how many where a list was shown."""
    kind = OBJECTS.get(entry.object_type) or _plain(entry.object_type)
    return f"{kind.capitalize()}, {entry.shown} shown" if entry.shown > 1 else kind.capitalize()


def _plain(name: str) -> str:
    return name.replace(".", " ").replace("_", " ")
