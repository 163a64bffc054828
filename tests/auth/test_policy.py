"""The policy's table, kept by hand: who may what, and that nothing else is allowed."""

from dataclasses import replace
from uuid import uuid4

import pytest

from auth import policy
from auth.policy import EXCLUDED, RULES, decide
from auth.roles import Actor, Held, Role

pytestmark = pytest.mark.pure
PANEL, OTHER = "one", "other"
ALL_PERMISSIONS = sorted({permission for rule in RULES for permission in rule.permissions})
RELATIONSHIPS = (
    *("author", "same_agency", "listed", "asked", "action_owner", "recipient"),
    *("named", "associate", "contact", "guest"),
    *("on_duty", "emergency", "used_it", "other_agency"),
)

# By hand: role -> permissions without any relationship to the record.
BY_ROLE = {
    Role.CHAIR: "grant.confirm grant.give identity.read identity.set "
    "case.form case.pass_on letter.write statistics.read statistics.publish statistics.published "
    "action.list action.manage action.update address.reveal agenda.edit case.assess case.close case.list "
    "case.note case.people case.read case.reopen conflict.declare conflict.lift conflict.set decision.record "
    "document.add document.read document.remove enquiry.read enquiry.send meeting.list meeting.plan meeting.read "
    "meeting.run minutes.approve minutes.edit minutes.read pack.build pack.open pack.read panel.read panel.set "
    "panel.sign_off referral.confirm emergency.record retention.approve retention.ask retention.read "
    "referral.queue referral.start referral.triage resident_note.read",
    Role.COORDINATOR: "retention.ask retention.read grant.give identity.read identity.set "
    "case.form case.pass_on letter.write match.read statistics.read statistics.published "
    "action.list action.manage action.update address.reveal agenda.edit case.assess case.list "
    "case.note case.people case.read case.reopen conflict.declare conflict.set decision.record document.add "
    "document.read document.remove enquiry.read enquiry.send meeting.list meeting.plan meeting.read meeting.run "
    "minutes.edit minutes.read pack.build pack.open pack.read panel.read referral.queue referral.start referral.triage "
    "resident_note.read",
    Role.CASE_OFFICER: "identity.read "
    "action.list action.manage action.update address.reveal case.assess case.form case.list "
    "case.note case.people case.read case.reopen conflict.declare document.add document.read document.remove "
    "enquiry.read letter.write meeting.list meeting.read minutes.read pack.open pack.read referral.queue "
    "referral.start referral.triage resident_note.read statistics.published",
    Role.MEMBER: "conflict.declare meeting.list meeting.read minutes.read pack.open referral.start "
    "statistics.published",
    Role.REFERRER: "referral.start",
    Role.DUTY_OFFICER: "",
    Role.DEPUTY: "",
}
BY_ROLE[Role.VICE_CHAIR] = BY_ROLE[Role.CHAIR]
BY_RELATIONSHIP = {
    "author": "referral.own referral.status referral.write",
    "named_chair": "meeting.read",
    "chairs_meeting": "conflict.declare conflict.set decision.record meeting.run",
    "chaired_meeting": "minutes.approve minutes.read",
    "same_agency": "referral.status",
    "listed": "",
    "asked": "enquiry.answer enquiry.own",
    "action_owner": "action.own action.update",
    "recipient": "letter.own",
    "named": "",
    "on_duty": "",
    "emergency": "",
    "used_it": "emergency.own",
    "other_agency": "",
    "associate": "case.list case.note case.read conflict.declare document.read",
    "contact": "address.reveal case.list case.note case.read conflict.declare document.add document.read "
    "resident_note.read",
    "guest": "case.list case.note case.read conflict.declare meeting.item",
}
LISTED_MEMBER = (
    "address.reveal case.form case.list case.note case.read document.add document.read enquiry.read pack.read"
)


def somebody(*held: tuple[Role, str | None]) -> Actor:
    roles = tuple(Held(role, panel, uuid4()) for role, panel in held)
    return Actor(uuid4(), "A Person", uuid4(), "An Agency", "police", roles)


def allowed(actor: Actor, panel: str | None = PANEL, related: frozenset[str] = frozenset()) -> set[str]:
    return {permission for permission in ALL_PERMISSIONS if decide(actor, permission, panel, related).allowed}


@pytest.mark.parametrize("role", list(BY_ROLE))
def test_a_role_in_a_panel_would_have_other_rights_than_the_table_says(role: Role) -> None:
    assert allowed(somebody((role, PANEL))) == set(BY_ROLE[role].split())


@pytest.mark.parametrize("relationship", RELATIONSHIPS)
def test_a_relationship_alone_would_give_other_rights_than_the_table_says(relationship: str) -> None:
    assert allowed(somebody(), related=frozenset({relationship})) == set(BY_RELATIONSHIP[relationship].split())


def test_a_member_would_see_a_case_that_is_on_no_agenda_or_miss_one_that_is() -> None:
    member = somebody((Role.MEMBER, PANEL))
    more = allowed(member, related=frozenset({"listed"})) - allowed(member)
    assert more == set(LISTED_MEMBER.split())


def test_a_member_who_was_named_would_have_other_rights_than_one_whose_case_is_listed() -> None:
    member = somebody((Role.MEMBER, PANEL))
    assert allowed(member, related=frozenset({"named"})) - allowed(member) == set(LISTED_MEMBER.split())


@pytest.mark.parametrize("role", [Role.DUTY_OFFICER, Role.DEPUTY])
def test_emergency_access_would_open_more_than_reading(role: Role) -> None:
    person = somebody((role, PANEL))
    assert allowed(person, related=frozenset({"emergency"})) == {"case.read"}
    assert allowed(person, related=frozenset({"on_duty"})) == {"emergency.ask"}
    assert decide(person, "case.read", PANEL, frozenset({"emergency"})).rule == policy.EMERGENCY_RULE
    assert allowed(somebody((role, OTHER)), related=frozenset({"emergency", "on_duty"})) == set()


@pytest.mark.parametrize("role", [Role.CHAIR, Role.VICE_CHAIR])
def test_a_chair_would_review_emergency_access_by_the_own_agency(role: Role) -> None:
    chair = somebody((role, PANEL))
    assert allowed(chair, related=frozenset({"other_agency"})) - allowed(chair) == {"emergency.review"}


def test_the_privacy_officer_would_see_more_than_how_emergency_access_was_used() -> None:
    officer = somebody((Role.PRIVACY_OFFICER, None))
    for panel in (PANEL, OTHER):
        assert allowed(officer, panel) == {"emergency.record"}
        assert allowed(officer, panel, frozenset({"other_agency"})) == {"emergency.record", "emergency.review"}
    everything = frozenset(RELATIONSHIPS)
    assert allowed(officer, PANEL, everything) == {"emergency.record", "emergency.review"}
    chairs_too = somebody((Role.PRIVACY_OFFICER, None), (Role.CHAIR, PANEL))
    assert allowed(chairs_too, PANEL, everything) == {"emergency.record", "emergency.review"}


def test_a_member_who_was_not_named_would_keep_a_right_to_the_case() -> None:
    member, related = somebody((Role.MEMBER, PANEL)), frozenset({"not_named", "listed", "named"})
    assert allowed(member, related=related) == set()
    for role in set(BY_ROLE) - {Role.MEMBER, Role.REFERRER}:
        person = somebody((role, PANEL), (Role.MEMBER, PANEL))
        assert allowed(person, related=frozenset({"not_named"})) == set(BY_ROLE[role].split()), role


@pytest.mark.parametrize("role", list(Role))
def test_a_role_of_one_panel_would_open_another_panel(role: Role) -> None:
    assert allowed(somebody((role, OTHER))) == set()


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (Role.AUDITOR, {"access_log.read", "statistics.published"}),
        (Role.ADMINISTRATOR, {"accounts.manage", "panel.read", "panel.set"}),
    ],
)
def test_the_auditor_or_administrator_would_have_more_than_their_own_rights(role: Role, rights: set[str]) -> None:
    person = somebody((role, None))
    assert allowed(person, None) == rights
    assert allowed(person, PANEL) == set()
    assert allowed(person, PANEL, frozenset(RELATIONSHIPS)) == set()
    assert allowed(somebody((role, None), (Role.CHAIR, PANEL)), PANEL, frozenset(RELATIONSHIPS)) == set()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("permission", ALL_PERMISSIONS)
def test_a_declared_conflict_would_be_beaten_by_a_role(role: Role, permission: str) -> None:
    related = frozenset({EXCLUDED, *RELATIONSHIPS})
    decision = decide(somebody((role, PANEL), (role, None)), permission, PANEL, related)
    assert decision == policy.EXCLUSION


def test_a_permission_that_is_in_no_rule_would_be_allowed() -> None:
    everything = somebody(*((role, PANEL) for role in Role), *((role, None) for role in Role))
    assert decide(everything, "case.erase", PANEL, frozenset(RELATIONSHIPS)) == policy.REFUSAL


def test_a_rule_without_role_and_relationship_would_stand_open_to_all() -> None:
    assert [rule.key for rule in RULES if not rule.roles and not rule.relationships] == []


def test_two_rules_would_share_a_key_so_that_the_log_could_not_tell_them_apart() -> None:
    assert len({rule.key for rule in RULES}) == len(RULES)


def test_the_sentence_of_a_rule_would_not_fit_its_column_or_name_a_panel() -> None:
    for rule in RULES:
        assert 10 < len(rule.sentence) <= 200


def test_the_decision_would_not_name_the_appointment_it_rests_on() -> None:
    chair = somebody((Role.CHAIR, PANEL))
    decision = decide(chair, "case.read", PANEL)
    assert (decision.rule, decision.role, decision.appointment_id) == (
        "chair",
        Role.CHAIR,
        chair.held[0].appointment_id,
    )


def test_a_panel_that_is_not_run_would_still_open_to_somebody() -> None:
    related = frozenset({*RELATIONSHIPS, "author"})
    for role in BY_ROLE:
        closed = replace(somebody((role, PANEL)), closed_panels=frozenset({PANEL}))
        assert not any(decide(closed, permission, PANEL, related).allowed for permission in ALL_PERMISSIONS)
        assert allowed(replace(somebody((role, OTHER)), closed_panels=frozenset({PANEL})), OTHER) == set(
            BY_ROLE[role].split()
        )
