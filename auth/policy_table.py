"""The table of the policy: who may do what, one rule a row, in the order in which they speak. Pure.

A rule grants permissions to roles of a panel, or to a relationship with the record. What is not here is refused
(``auth/policy.py``).
"""

from dataclasses import dataclass

from auth.policy_relationships import (
    ACTION_OWNER,
    ASKED,
    ASSOCIATE,
    AUTHOR,
    CHAIRED_MEETING,
    CHAIRS_CASE,
    CHAIRS_MEETING,
    CONTACT,
    EMERGENCY,
    GUEST,
    IN_PLACE,
    LEFT,
    LISTED,
    NAMED,
    NAMED_CHAIR,
    ON_DUTY,
    OTHER_AGENCY,
    QUESTIONED,
    RECIPIENT,
    RESIDENT,
    SAME_AGENCY,
    SECOND,
    SECOND_ELSEWHERE,
    USED_IT,
)
from auth.roles import Role


@dataclass(frozen=True)
class Rule:
    """One row of the policy. ``sentence`` is what the person and the auditor both read after "because".

    ``names_panel`` is false where the person must not learn which panel a record is from: an agency that is asked, or
    is given something to do.
    """

    key: str
    permissions: frozenset[str]
    sentence: str
    roles: frozenset[Role] = frozenset()
    relationships: frozenset[str] = frozenset()
    version: int = 1
    names_panel: bool = True


def _rule(
    key: str,
    permissions: str,
    sentence: str,
    *,
    roles: tuple[Role, ...] = (),
    when: tuple[str, ...] = (),
    names_panel: bool = True,
    version: int = 1,
) -> Rule:
    """``version``: one more than before whenever anything else of the rule changes; entries of the log name it."""
    return Rule(key, frozenset(permissions.split()), sentence, frozenset(roles), frozenset(when), version, names_panel)


_READ_CASE = "case.list case.find case.read case.note case.form address.reveal document.read document.add"
_KEEP_CASE = "case.people case.assess action.manage document.remove case.reopen letter.write"
_TRIAGE = "referral.triage resident_note.read"
_PLAN = "meeting.list meeting.read meeting.plan agenda.edit enquiry.send enquiry.read pack.build pack.read"
_RUN = "meeting.chair_name meeting.run decision.record minutes.read minutes.edit conflict.set"

EMERGENCY_RULE = "emergency"
"""The rule under which each view inside an emergency access stands in the log."""

RULES: tuple[Rule, ...] = (
    _rule(
        "chair",
        f"{_READ_CASE} {_KEEP_CASE} case.close referral.queue {_TRIAGE} referral.confirm {_PLAN} {_RUN} "
        "minutes.approve action.list action.update conflict.lift conflict.agree apart.clear grant.give grant.confirm",
        "you chair this panel",
        roles=(Role.CHAIR,),
    ),
    _rule(
        "vice-chair",
        f"{_READ_CASE} {_KEEP_CASE} case.close referral.queue {_TRIAGE} referral.confirm {_PLAN} {_RUN} "
        "minutes.approve action.list action.update conflict.lift conflict.agree apart.clear grant.give grant.confirm",
        "you are vice-chair of this panel",
        roles=(Role.VICE_CHAIR,),
    ),
    _rule(
        "coordinator",
        f"{_READ_CASE} {_KEEP_CASE} referral.queue {_TRIAGE} {_PLAN} {_RUN} action.list action.update grant.give "
        "conflict.lift conflict.agree",
        "you coordinate this panel",
        roles=(Role.COORDINATOR,),
    ),
    _rule(
        "retention",
        "retention.read retention.ask",
        "you run this panel",
        roles=(Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR),
    ),
    _rule("destruction", "retention.approve", "you chair this panel", roles=(Role.CHAIR, Role.VICE_CHAIR)),
    _rule(
        "passing-on",
        "case.pass_on",
        "you run this panel",
        roles=(Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR),
    ),
    _rule(
        "statistics",
        "statistics.read",
        "you run this panel",
        roles=(Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR),
    ),
    _rule("publishing", "statistics.publish", "you chair this panel", roles=(Role.CHAIR, Role.VICE_CHAIR)),
    _rule(
        "published-statistics",
        "statistics.published",
        "you are appointed to this panel",
        roles=(Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR, Role.CASE_OFFICER, Role.MEMBER),
    ),
    _rule(
        "names",
        "identity.read identity.set",
        "you run this panel",
        roles=(Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR),
    ),
    _rule("names-read", "identity.read", "you are a case officer of this panel", roles=(Role.CASE_OFFICER,)),
    _rule("matches", "match.read", "you coordinate this panel", roles=(Role.COORDINATOR,)),
    # An officer who carries the cases between the meetings and does not run the meetings.
    _rule(
        "case-officer",
        f"{_READ_CASE} {_KEEP_CASE} referral.queue {_TRIAGE} enquiry.read pack.read action.list action.update",
        "you are a case officer of this panel",
        roles=(Role.CASE_OFFICER,),
    ),
    _rule(
        "member-listed-case",
        "case.list case.read case.note case.form address.reveal document.read document.add pack.read enquiry.read "
        "conflict.agree",
        "you are a member of this panel and the case is on its agenda",
        roles=(Role.MEMBER,),
        when=(LISTED,),
    ),
    _rule(
        "member-named",
        "case.list case.find case.read case.note case.form address.reveal document.read document.add pack.read "
        "enquiry.read conflict.agree",
        "you are a member of this panel and were invited to this case by name",
        roles=(Role.MEMBER,),
        when=(NAMED,),
    ),
    # Let in from outside: they read and write to one case. A hidden address and the papers of a meeting stay shut.
    _rule(
        "associate",
        "case.list case.find case.read case.note document.read conflict.declare",
        "you were let into this case as an associate of the panel",
        when=(ASSOCIATE,),
    ),
    _rule(
        "contact",
        "case.list case.find case.read case.note document.read document.add address.reveal conflict.declare "
        "resident_note.read",
        "you are the single point of contact in this case",
        when=(CONTACT,),
    ),
    _rule(
        "guest",
        "case.list case.read case.note meeting.item conflict.declare",
        "you are a guest of the meeting for this case",
        when=(GUEST,),
    ),
    _rule(
        "member-meetings",
        "meeting.list meeting.read minutes.read pack.open conflict.declare case.find",
        "you are a member of this panel",
        roles=(Role.MEMBER, Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR, Role.CASE_OFFICER),
    ),
    _rule(
        "refer",
        "referral.start",
        "your agency refers to this panel",
        roles=(Role.REFERRER, Role.MEMBER, Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR, Role.CASE_OFFICER),
    ),
    _rule("named-chair", "meeting.read", "you are named to chair this one meeting", when=(NAMED_CHAIR,)),
    _rule(
        "chairs-case",
        "case.list case.read document.read enquiry.read conflict.declare",
        "you are named to chair the meeting that hears this case",
        when=(CHAIRS_CASE,),
    ),
    _rule(
        "chairs-meeting",
        "meeting.run decision.record conflict.set conflict.declare",
        "you chair this one meeting, today",
        when=(CHAIRS_MEETING,),
    ),
    # What was said in their name, and no case: from the close of the meeting until its minutes are issued.
    _rule(
        "chaired-meeting",
        "minutes.read minutes.approve",
        "you chaired this one meeting, and its minutes are not issued yet",
        when=(CHAIRED_MEETING,),
    ),
    # What they heard themselves, for as long as they may be asked about it, and nothing that came later.
    _rule(
        "former-member",
        "minutes.read",
        "you were at this meeting, and left the panel less than 90 days ago",
        when=(LEFT,),
    ),
    _rule(
        "resident",
        "request.write request.read",
        "the number and PIN of this request were given",
        when=(RESIDENT,),
    ),
    _rule("author", "referral.write referral.own", "you wrote this referral", when=(AUTHOR,)),
    _rule("same-agency-status", "referral.status", "your agency sent this referral", when=(AUTHOR, SAME_AGENCY)),
    _rule(
        "asked",
        "enquiry.answer enquiry.own",
        "your agency was asked what it knows",
        when=(ASKED,),
        names_panel=False,
    ),
    _rule(
        "action-owner",
        "action.own action.update",
        "your agency owns this action",
        when=(ACTION_OWNER,),
        names_panel=False,
    ),
    _rule(
        "recipient",
        "letter.own",
        "this letter is to you or your agency",
        when=(RECIPIENT,),
        names_panel=False,
    ),
    # Emergency access: to read for an hour what nothing else opens. No note, file, address, export, print or decision.
    _rule(
        EMERGENCY_RULE,
        "case.read",
        "you began emergency access to this case",
        roles=(Role.DUTY_OFFICER, Role.DEPUTY),
        when=(EMERGENCY,),
    ),
    _rule(
        "emergency-duty",
        "emergency.ask",
        "your role may use emergency access in this panel",
        roles=(Role.DUTY_OFFICER, Role.DEPUTY),
        when=(ON_DUTY,),
    ),
    _rule("emergency-own", "emergency.own", "this is your own emergency access", when=(USED_IT,)),
    _rule(
        "emergency-record",
        "emergency.record emergency.figures",
        "you see how emergency access was used",
        roles=(Role.PRIVACY_OFFICER, Role.CHAIR, Role.VICE_CHAIR),
    ),
    _rule(
        "emergency-review",
        "emergency.review",
        "you review emergency access by another agency",
        roles=(Role.PRIVACY_OFFICER, Role.CHAIR, Role.VICE_CHAIR),
        when=(OTHER_AGENCY,),
    ),
    _rule(
        "auditor",
        "access_log.read inquiry.decide inquiry.name inquiry.searched access_model.read statistics.published "
        "emergency.figures",
        "you audit the access log",
        roles=(Role.AUDITOR,),
    ),
    _rule("inquiry-told", "inquiry.told", "you are told what auditors find and look up", roles=(Role.PRIVACY_OFFICER,)),
    _rule(
        "inquiry-told-in-place",
        "inquiry.told",
        "you chair a panel, and it is about the only privacy officer",
        when=(IN_PLACE,),
    ),
    _rule("questioned", "inquiry.answer", "an auditor asked you about what you looked at", when=(QUESTIONED,)),
    _rule(
        "questioned-on-duty",
        "inquiry.answer",
        "an auditor asked you about what you looked at",
        roles=(Role.AUDITOR, Role.ADMINISTRATOR),
        when=(QUESTIONED,),
    ),
    _rule(
        "questioned-privacy",
        "inquiry.answer",
        "an auditor asked you about what you looked at",
        roles=(Role.PRIVACY_OFFICER,),
        when=(QUESTIONED,),
    ),
    _rule(
        "panel-chair",
        "access_model.read panel.read panel.set panel.sign_off",
        "you chair this panel, or stand in for its chair",
        roles=(Role.CHAIR, Role.VICE_CHAIR),
    ),
    _rule("panel-coordinator", "access_model.read panel.read", "you coordinate this panel", roles=(Role.COORDINATOR,)),
    _rule("administrator", "accounts.manage access_model.read", "you manage accounts", roles=(Role.ADMINISTRATOR,)),
    # Two people for a role that opens or watches much, for a second factor that is taken away, and for an agency's own
    # sign-in.
    _rule(
        "second-administrator",
        "role.confirm reset.confirm provider.confirm",
        "you manage accounts, and somebody else asked for this about another person",
        roles=(Role.ADMINISTRATOR,),
        when=(SECOND,),
    ),
    _rule(
        "second-chair",
        "role.confirm",
        "you chair this panel, and somebody else asked for this about a person of another agency",
        roles=(Role.CHAIR, Role.VICE_CHAIR),
        when=(SECOND_ELSEWHERE,),
    ),
    _rule("panel-administrator", "panel.read panel.set", "you manage panels", roles=(Role.ADMINISTRATOR,)),
)
