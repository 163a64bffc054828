"""The minute of one case, made from the record: plain values, sealed afterwards under the case's key.

What was said for the table alone, or for the chair, never gets in. Nor does a name of somebody in the case: the case is
named by reference and initials.
"""

from collections.abc import Iterable
from typing import Any

from auth.roles import Actor
from casework.actions.access import actions_of_case
from casework.actions.models import Action
from casework.cases.models import Case
from casework.enquiries.access import enquiries_of_cases
from casework.enquiries.models import Enquiry
from casework.enquiries.rules import Known, Restriction
from casework.panel_type.meeting_rules import MeetingRules
from casework.panel_type.registry import panel_types
from panels.agendas.models import AgendaItem
from panels.decisions.access import Place
from panels.decisions.facts import band_before
from panels.decisions.live_page import words_of
from panels.decisions.models import Contribution, ItemRecord
from panels.decisions.people_at_table import heard_by, room_for
from panels.decisions.quorum import missing_for
from panels.decisions.service import contributions_of, record_of, typed_of
from panels.decisions.states import DECIDED, WORDS
from panels.decisions.typed import only_prepared
from panels.decisions.visits import visit_words, visits_of
from panels.decisions.ways import way_of, way_words
from panels.meetings.models import Meeting
from wording.dates import uk_date

MAY_BE_MINUTED = "panel"
NOT_WRITTEN = "Gave information that is not written here"


def case_facts(actor: Actor, meeting: Meeting, place: Place, case: Case) -> dict[str, Any]:
    """Everything the minutes say of one opened case."""
    panel, record = panel_types.get(meeting.panel), record_of(place.item)
    words = words_of(panel, typed_of(record))
    room = heard_by(meeting, place.item)
    summary = case.summary or {}
    return {
        "reference": case.reference,
        "initials": "" if panel.visibility.existence_hidden else str(summary.get("initials") or ""),
        "state": place.item.state,
        "state_words": WORDS.get(place.item.state, place.item.state),
        "in_room": sorted({line.agency.short_name for line in room.present}),
        "quorum_missing": _quorum_missing(meeting, place.item, record),
        "visits": [visit_words(visit) for visit in visits_of(place.item)],
        "left": [f"{line.account.name}, {line.agency.short_name}" for line in room.left],
        "information": _information(actor, place.item, case),
        "silent": [one.agency.short_name for one in _asked(actor, place.item, case) if one.answered_at is None],
        "decision": words["option"][1] if record else "",
        "reason": words["reason"][1] if record else "",
        "reason_is_prepared": bool(record and only_prepared(panel, record.option, record.reason or "")),
        "closure_reason": words["closure_reason"][1] if record else "",
        "band": words["band"][1] if record else "",
        "band_before": _band_title(meeting.panel, band_before(place.item)),
        "rule": _rule(panel.meeting, record) if record else "",
        "dissent": list(record.dissent or []) if record else [],
        "chaired_by": words["acted_by_id"][1] if record else "",
        "telling": ". ".join(part for part in (words["told"][1], words["telling"][1]) if part) if record else "",
        "review_on": words["review_on"][1] if record else "",
        "actions": [_action(one) for one in _actions(actor, place.item, case)],
        "record_version": record.version if record else 0,
    }


def _quorum_missing(meeting: Meeting, item: AgendaItem, record: ItemRecord | None) -> list[str]:
    """What the quorum lacked for this case at the moment it was decided."""
    if record is None or item.state != DECIDED or item.finished_at is None:
        return []
    room = room_for(meeting, item, at=item.finished_at)
    missing = missing_for(meeting, item, room, record.acted_by_id)
    return [part.title for part in missing]


def _rule(rules: MeetingRules, record: ItemRecord) -> str:
    return way_words(way_of(rules, record.rule), record.votes_for, record.votes_against)


def _information(actor: Actor, item: AgendaItem, case: Case) -> list[dict[str, str]]:
    said = [_said(row) for row in contributions_of(item) if row.handling == MAY_BE_MINUTED]
    written = [_replied(one) for one in _asked(actor, item, case) if one.answered_at is not None]
    read_out = {(one["agency"], one["text"]) for one in said}
    return [*said, *_together(one for one in written if one and (one["agency"], one["text"]) not in read_out)]


def _together(replies: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Replies in the same words stand once, under the names of all who gave them."""
    found: dict[str, dict[str, str]] = {}
    for one in replies:
        known = found.get(one["text"])
        found[one["text"]] = {**one, "agency": f"{known['agency']}, {one['agency']}"} if known else one
    return list(found.values())


def _said(row: Contribution) -> dict[str, str]:
    return {"agency": row.agency.short_name, "nature": row.nature, "text": row.text or ""}


def _replied(enquiry: Enquiry) -> dict[str, str]:
    """A written reply. Only one without restriction is quoted; of what is for the chair alone nothing is said."""
    if enquiry.restriction == Restriction.CHAIR:
        return {}
    name = enquiry.agency.short_name
    if enquiry.known == Known.NOT_KNOWN:
        return {"agency": name, "nature": "reply", "text": "Did not know the people in this case"}
    if enquiry.known == Known.CANNOT_SHARE:
        return {"agency": name, "nature": "reply", "text": "Could not share information"}
    quoted = enquiry.restriction == Restriction.NONE
    facts = str((enquiry.answer or {}).get("facts") or "")
    return {"agency": name, "nature": "reply", "text": facts if quoted and facts else NOT_WRITTEN}


def _asked(actor: Actor, item: AgendaItem, case: Case) -> list[Enquiry]:
    return enquiries_of_cases(actor, item.meeting_id, [case])[case.id]


def _actions(actor: Actor, item: AgendaItem, case: Case) -> list[Action]:
    found = actions_of_case(actor, case)
    return [action for action in found if action.agenda_item_id == item.id and action.status != "superseded"]


def _action(action: Action) -> dict[str, str]:
    return {
        "agency": action.agency.short_name,
        "officer": action.officer.name if action.officer else action.officer_name,
        "text": action.text or "",
        "due": uk_date(action.due_on),
    }


def _band_title(panel: str, band: str | None) -> str:
    titles = {one.key: one.title for tool in panel_types.get(panel).risk_tools for one in tool.bands}
    return titles.get(band or "", "")
