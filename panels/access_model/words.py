"""Relationships in words, and the permissions that no role of a panel holds."""

from auth import policy_relationships

NO_RELATIONSHIP = ""
RELATIONSHIPS = {
    NO_RELATIONSHIP: ("None", "Nothing connects the person with the record"),
    policy_relationships.LISTED: ("Listed", "The case stands on an agenda whose pack is out, and is not closed"),
    policy_relationships.NAMED: ("Named", "Invited to this case by name, until it is closed"),
    policy_relationships.NOT_NAMED: (
        "Not named",
        "The panel opens its cases to members by name alone, and this one was not named",
    ),
    policy_relationships.ASSOCIATE: (
        "Associate",
        "Let into this case from another service, until some days after it is closed",
    ),
    policy_relationships.CONTACT: ("Contact", "Single point of contact of whoever the case is about"),
    policy_relationships.GUEST: (
        "Guest",
        "Asked to come for this item, from the opening of the meeting until some minutes after it",
    ),
    policy_relationships.NAMED_CHAIR: ("Named chair", "Named to chair one meeting that is not over"),
    policy_relationships.CHAIRS_CASE: (
        "Chairs the case",
        "The case stands before a meeting that this person is named to chair",
    ),
    policy_relationships.CHAIRS_MEETING: ("Chairs today", "Named to chair one meeting, on its day"),
    policy_relationships.CHAIRED_MEETING: ("Chaired", "Chaired one meeting, until its minutes are issued"),
    policy_relationships.AUTHOR: ("Author", "Wrote this referral, or answers for it"),
    policy_relationships.SAME_AGENCY: ("Same agency", "Works for the agency that sent the referral"),
    policy_relationships.ASKED: ("Asked", "The person’s agency was asked what it knows"),
    policy_relationships.ACTION_OWNER: ("Owns the action", "The person’s agency owns an action"),
    policy_relationships.RECIPIENT: ("Recipient", "A letter was sent to the person or their agency"),
    policy_relationships.LEFT: ("Left", "Was at this meeting as a member, and left the panel less than 90 days ago"),
    policy_relationships.RESIDENT: ("Resident", "Gave the number and the PIN of the own request, without an account"),
    policy_relationships.ON_DUTY: ("On duty", "Holds a role to which the panel gives emergency access"),
    policy_relationships.EMERGENCY: ("Emergency", "Began emergency access to this case less than 60 minutes ago"),
    policy_relationships.QUESTIONED: ("Questioned", "An auditor asked the person about what they looked at"),
    policy_relationships.IN_PLACE: (
        "In place",
        "Chairs a panel, and a breach is about the only privacy officer, of another agency",
    ),
    policy_relationships.USED_IT: ("Used it", "It is the person’s own emergency access"),
    policy_relationships.SECOND: (
        "Second person",
        "Did not ask for this about an account or agency; and it is not about this person",
    ),
    policy_relationships.SECOND_ELSEWHERE: (
        "Second, elsewhere",
        "The same, and works for another agency than whom it is about",
    ),
    policy_relationships.OTHER_AGENCY: (
        "Other agency",
        "Works for another agency than whoever used the emergency access",
    ),
    policy_relationships.EXCLUDED: (
        "Excluded",
        "A conflict was declared, or the person is kept apart. It beats everything in this table",
    ),
}
"""Every relationship that the policy knows: a short title and what it means. A test holds that none is missing."""

OTHER_PERMISSIONS = {
    "reset.confirm": "Confirm that somebody’s second factor is taken away",
    "provider.confirm": "Confirm how an agency’s people sign in with their organisation",
    "access_log.read": "Read the access log",
    "inquiry.answer": "Answer what an auditor asks about the own looks",
    "inquiry.decide": "Decide what needs explaining in the access log",
    "inquiry.name": "Show whose record it is, with a reason that is kept",
    "inquiry.searched": "Ask who searched for a name, with a reason that is kept",
    "inquiry.told": "Be told of breaches, and see what auditors look up",
    "accounts.manage": "Manage agencies, accounts and roles",
    "action.own": "Read an action of the own agency",
    "emergency.own": "See the own emergency access and answer about it",
    "enquiry.answer": "Answer what the own agency is asked",
    "enquiry.own": "Read what the own agency is asked",
    "letter.own": "Read a letter to oneself or the own agency",
    "meeting.item": "Come to a meeting for one item",
    "referral.own": "Read the own referral",
    "referral.status": "See which stage a referral of the own agency is at",
    "referral.write": "Write the own referral",
    "request.read": "Read the own request",
    "request.write": "Write the own request",
}
