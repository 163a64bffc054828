"""What the policy's permissions let people do, in words. A test holds that each that a panel role has is here."""

from auth.policy_relationships import LISTED
from auth.policy_table import RULES

WORDS = {
    "referral.start": "Refer to this panel",
    "referral.queue": "See the queue of referrals",
    "referral.triage": "Decide whether a referral is taken",
    "referral.confirm": "Confirm that a referral is not taken",
    "resident_note.read": "Read what residents said after sending",
    "case.list": "List cases",
    "case.find": "Search for people and cases",
    "case.read": "Read cases",
    "case.note": "Add notes",
    "case.form": "Fill in forms of a case, those that name the role",
    "case.people": "Change who is in a case and how they may be reached",
    "case.assess": "Assess the risk and set the next review",
    "case.reopen": "Move or reopen a case",
    "case.close": "Close a case",
    "case.pass_on": "Hand something over to another panel, without names",
    "address.reveal": "Show a hidden address, with a reason that is kept",
    "identity.read": "Read the names in a case that withholds them",
    "identity.set": "Withhold the names in a case, or give them back",
    "document.read": "Read documents",
    "document.add": "Add documents",
    "document.remove": "Take documents away",
    "action.list": "See all actions of the panel",
    "action.manage": "Give, change and hand over actions",
    "action.update": "Write updates on actions",
    "letter.write": "Write and send letters",
    "enquiry.send": "Ask agencies what they know",
    "enquiry.read": "Read what agencies answered",
    "retention.read": "See which records are due to be destroyed, and certificates",
    "retention.ask": "Ask for the destruction of a record that is due",
    "retention.approve": "Approve a destruction that somebody else asked for",
    "match.read": "Be told of people known to another panel, by reference",
    "meeting.list": "See the meetings",
    "meeting.read": "Open a meeting",
    "meeting.plan": "Plan meetings",
    "meeting.chair_name": "Name who chairs a meeting",
    "agenda.edit": "Build the agenda",
    "pack.build": "Build and send out the pack",
    "pack.open": "Open packs that were sent out",
    "pack.read": "Read the whole pack",
    "meeting.run": "Run a meeting",
    "decision.record": "Record what is decided in a meeting",
    "minutes.read": "Read minutes",
    "minutes.edit": "Write minutes",
    "minutes.approve": "Approve and issue minutes",
    "conflict.declare": "Declare a conflict of interest of their own",
    "conflict.set": "Set a conflict of interest for somebody",
    "conflict.lift": "Ask that a conflict of interest is lifted, which takes a second person of another agency",
    "conflict.agree": "Agree to lifting a conflict of interest, as the second person",
    "apart.clear": "Clear somebody of another agency who is kept apart from a record because of who they are",
    "grant.give": "Propose to let somebody into one case",
    "grant.confirm": "Let somebody into one case",
    "role.confirm": "Confirm a role in the panel that an administrator asked for",
    "emergency.ask": "Use emergency access, where the panel gives it to the role",
    "emergency.figures": "Read how often emergency access was used, by month and agency",
    "emergency.record": "See how emergency access was used",
    "emergency.review": "Review emergency access by somebody of another agency",
    "statistics.read": "Read the panel's figures, small numbers too",
    "statistics.publish": "Publish the panel's figures",
    "statistics.published": "Read published figures",
    "access_model.read": "Read who may see what",
    "panel.read": "Read this definition",
    "panel.set": "Set the panel's numbers, names and mode",
    "panel.sign_off": "Sign this definition off",
}
FREELY, ONLY_LISTED, OTHERWISE = "Yes", "Listed cases", "Where it is theirs"


def rights_of(role: str) -> dict[str, str]:
    """What a role of a panel may do by the policy: permission to how far (freely, or in which cases)."""
    found: dict[str, str] = {}
    for rule in RULES:
        if role not in {held.value for held in rule.roles}:
            continue
        how = FREELY if not rule.relationships else ONLY_LISTED if rule.relationships == {LISTED} else OTHERWISE
        for permission in rule.permissions:
            if found.get(permission) != FREELY:
                found[permission] = how
    return found
