"""How far into a record something reaches: six tiers, and which of them each sealed column and each permission opens.

Both tables are kept by hand. A sealed column or a permission that stands in neither fails a test; an entry of the
access log that claims a tier which its rule does not open fails another.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tier:
    """One depth. ``otherwise``: what stands in its place for a reader who may know that the record exists."""

    key: str
    title: str
    holds: str
    otherwise: str


TIERS = (
    Tier(
        "F0",
        "That it exists",
        "Reference, panel, state, dates, how urgent it is, which agencies are asked",
        "Nothing: the record is answered as if it did not exist, and stands in no list and no count",
    ),
    Tier(
        "F1",
        "Who it is about",
        "Names, dates of birth, initials, the label of a file",
        "“Name withheld” in a case that withholds its names; nothing in a list of what one’s agency only sent",
    ),
    Tier(
        "F2",
        "Where, and how to reach them",
        "Contact, area, how it is safe to make contact, addresses that are not hidden",
        "“Withheld” in a case that withholds its names",
    ),
    Tier(
        "F3",
        "What happened",
        "Story, allegation, health, risk answers, notes, what agencies know, decisions and why",
        "Nothing: whoever may know only that it exists sees its stage",
    ),
    Tier(
        "F4",
        "Protected",
        "Hidden addresses, protected answers, what the chair alone reads",
        "That there is one, and for those who may open it a button that asks for a reason",
    ),
    Tier(
        "F5",
        "How it came about",
        "Dissent, who declared a conflict, why a look or an emergency access was needed, meetings’ own business",
        "Nothing",
    ),
)
KEYS = tuple(tier.key for tier in TIERS)
OWN = "own"
"""No tier of a record: what belongs to one account, opened to nobody but its person."""

COLUMNS = {
    "access_reason.text_sealed": "F5",
    "action.measure_sealed": "F3",
    "action.safety_note_sealed": "F2",
    "action.text_sealed": "F3",
    "action.why_sealed": "F3",
    "action_update.text_sealed": "F3",
    "address.lines_sealed": "F2 F4",
    "assessment.answers_sealed": "F3",
    "assessment.flags_sealed": "F3",
    "assessment.rationale_sealed": "F3",
    "case.summary_sealed": "F1",
    "case_contact.words_sealed": "F2",
    "case_event.text_sealed": "F3",
    "case_event.title_sealed": "F3",
    "case_origin.answers_sealed": "F3",
    "case_party.roles_sealed": "F3",
    "contribution.text_sealed": "F3",
    "document.about_sealed": "F3",
    "document.content_sealed": "F3",
    "document.name_sealed": "F1",
    "emergency_access.reason_sealed": "F5",
    "emergency_review_step.words_sealed": "F5",
    "enquiry.answer_sealed": "F3",
    "enquiry.identity_sealed": "F1",
    "flag_step.words_sealed": "F5",
    "form_entry.answers_sealed": "F3",
    "form_entry.declined_because_sealed": "F3",
    "item_record.dissent_sealed": "F5",
    "item_record.reason_sealed": "F3",
    "item_record.telling_sealed": "F3",
    "kept_form.body_sealed": OWN,
    "letter.body_sealed": "F3",
    "letter.note_sealed": "F3",
    "letter.reason_sealed": "F3",
    "letter.title_sealed": "F3",
    "letter_agreement.scope_sealed": "F3",
    "letter_agreement.words_sealed": "F3",
    "log_hold.reason_sealed": "F5",
    "lift_request.reason_sealed": "F5",
    "match_notice.about_sealed": "F1",
    "match_notice.why_sealed": "F5",
    "meeting.matters_sealed": "F5",
    "meeting.without_quorum_reason_sealed": "F5",
    "minutes.change_reason_sealed": "F5",
    "minutes.general_sealed": "F5",
    "minutes_item.facts_sealed": "F3",
    "minutes_item.note_sealed": "F3",
    "note.text_sealed": "F3",
    "own_facts.facts_sealed": OWN,
    "pack.general_sealed": "F5",
    "pack_case.for_chair_sealed": "F4",
    "pack_case.papers_sealed": "F3",
    "person.area_sealed": "F2",
    "person.born_on_sealed": "F1",
    "person.contact_sealed": "F2",
    "person.display_name_sealed": "F1",
    "person.estimated_age_sealed": "F1",
    "person.identity_sealed": "F1",
    "person.needs_sealed": "F3",
    "person.safe_contact_sealed": "F2",
    "provider.client_secret_sealed": OWN,
    "referral.summary_sealed": "F1",
    "referral_answers.answers_sealed": "F1 F2 F3 F4",
    "resident_note.text_sealed": "F3",
    "resident_note.translation_sealed": "F3",
    "resident_request.files_sealed": "F0",
    "resident_request.kept_sealed": OWN,
    "safety_marker.incident_sealed": "F3",
    "safety_marker.source_sealed": "F3",
    "second_factor.next_secret_sealed": OWN,
    "second_factor.secret_sealed": OWN,
    "triage_decision.advice_sealed": "F3",
    "triage_decision.reason_sealed": "F3",
    "triage_decision.reply_sealed": "F3",
    "typed_before.fields_sealed": "F3",
}
"""Every sealed column. Several tiers: rows of it are sealed with keys of their own (a hidden address, protected
answers), and the door opens those that the reader may have."""

_WHOLE, _LIST, _STAGE, _PROCESS = "F0-F3", "F0-F1", "F0", "F0 F5"
OPENS = {
    _WHOLE: "case.read case.note case.form case.people case.assess case.reopen case.close case.pass_on document.read "
    "document.add document.remove action.manage action.update action.list action.own letter.write letter.own "
    "enquiry.send enquiry.read enquiry.answer enquiry.own pack.build pack.read minutes.read minutes.edit "
    "minutes.approve decision.record meeting.run meeting.item grant.give grant.confirm resident_note.read "
    "referral.confirm referral.own identity.set identity.read",
    _LIST: "case.list referral.queue match.read inquiry.name",
    "F0-F4": "referral.triage referral.write request.read request.write",
    "F0 F4": "address.reveal",
    _STAGE: "meeting.list referral.status meeting.plan agenda.edit pack.open emergency.ask retention.read "
    "retention.ask retention.approve access_log.read inquiry.searched",
    _PROCESS: "meeting.read meeting.chair_name apart.clear conflict.agree conflict.set conflict.lift emergency.own "
    "emergency.record emergency.review inquiry.decide inquiry.told inquiry.answer",
    "": "case.find conflict.declare referral.start statistics.read statistics.publish statistics.published "
    "emergency.figures panel.read panel.set panel.sign_off accounts.manage access_model.read role.confirm "
    "reset.confirm provider.confirm",
}
"""Tiers to the permissions that open them. Where a rule holds a permission, it opens these and no others."""
OF_A_CASE = ("apart.", "case.", "address.", "document.", "conflict.", "decision.")
"""How the permissions begin that open a case itself. The others open what stands beside it and has keys of its own."""
ALSO = {"F5": "decision.record meeting.run minutes.read minutes.edit minutes.approve pack.read match.read"}


def span(words: str) -> frozenset[str]:
    """The tiers that ``F0-F3`` or ``F0 F5`` names. :raises ValueError: it names something else."""
    found: set[str] = set()
    for part in words.split():
        first, _, last = part.partition("-")
        found |= set(KEYS[KEYS.index(first) : KEYS.index(last or first) + 1])
    return frozenset(found)


def opened_by(permission: str) -> frozenset[str]:
    """The tiers that a permission opens. :raises KeyError: it stands in no line of :data:`OPENS`."""
    return _BY_PERMISSION[permission]


def opened_by_all(permissions: Iterable[str]) -> frozenset[str]:
    """The tiers that these permissions open together."""
    return frozenset().union(*(opened_by(permission) for permission in permissions))


def shown(tiers: Iterable[str]) -> str:
    """Tiers as people read them: ``F0–F3, F5``; a dash for none."""
    parts: list[str] = []
    for number in sorted(tier[1] for tier in tiers):
        if parts and int(parts[-1][-1]) + 1 == int(number):
            parts[-1] += number
        else:
            parts.append(number)
    return ", ".join(f"F{part[0]}–F{part[-1]}" if len(part) > 1 else f"F{part}" for part in parts) or "—"


def _by_permission() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for words, permissions in OPENS.items():
        found |= dict.fromkeys(permissions.split(), span(words))
    for words, permissions in ALSO.items():
        found |= {permission: found[permission] | span(words) for permission in permissions.split()}
    return found


_BY_PERMISSION = _by_permission()
