"""What stands on every page of a case: whose it is, staff safety, why it may be seen, safe contact, the tabs."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from auth.policy import may
from auth.policy_table import EMERGENCY_RULE
from auth.roles import Actor
from casework.cases.access import OpenCase
from casework.cases.assessments import assessments_of
from casework.cases.contact import ContactCard, card_of
from casework.cases.models import Case
from casework.cases.rules import NAME_WITHHELD, age_words, first_affected, latest_by_person
from casework.cases.told_risk import ASK_FIRST, unchecked_risk
from casework.panel_settings.narrative import instead_of_words
from casework.panel_type.definition import PanelType
from casework.panel_type.registry import panel_types
from casework.people.models import Person, SafetyMarker
from casework.people.service import MARKER_KINDS
from wording.dates import today, uk_date

TABS = (
    ("", "Overview"),
    ("/timeline", "Timeline"),
    ("/people", "People"),
    ("/risk", "Risk"),
    ("/forms", "Forms"),
    ("/actions", "Actions"),
    ("/documents", "Documents"),
    ("/letters", "Letters"),
    ("/history", "History"),
    ("/access", "Access"),
)
TAB_NEEDS = {"/letters": "letter.write", "/documents": "document.read", "/access": "grant.give"}
"""What somebody must be allowed to see a tab; the others are for everybody who reads the case."""
TIMES = {0: "Not heard yet", 1: "Heard once", 2: "Heard twice"}


@dataclass(frozen=True, slots=True)
class Tab:
    """One link of the case's second menu."""

    text: str
    href: str
    active: bool


@dataclass(frozen=True, slots=True)
class SafetyLine:
    """A staff-safety warning in words; without source, review date and id where a referral told it and nobody has
    recorded it yet."""

    words: str
    source: str = ""
    review_on: date | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The head of a case page."""

    reference: str
    name: str
    details: tuple[str, ...]
    band: str | None
    total: int | None
    markers: tuple[SafetyLine, ...]
    because: str
    tabs: tuple[Tab, ...]
    card: ContactCard | None
    card_of: str
    card_href: str
    hidden_address_href: str
    may_keep: bool
    may_note: bool
    instead_of_words: str
    may_close: bool
    state: str
    in_emergency: bool


def frame_of(opened: OpenCase, actor: Actor, active: str, person: Person | None = None) -> Frame:
    """The head of an opened case; ``person`` shows that person's safe contact in place of the first affected one's."""
    case, panel = opened.case, panel_types.get(opened.case.panel)
    base = f"/cases/{case.reference}"
    found = first_affected(case.parties, {tool.subject_role for tool in panel.risk_tools})
    subject = None if opened.withheld else found
    shown = person or subject
    page = f"{base}/people/{shown.reference}" if shown else ""
    return Frame(
        reference=case.reference,
        name=(subject.display_name or "") if subject else (case.summary or {}).get("name", ""),
        details=_details(case, panel, subject),
        band=case.band,
        total=_total(case),
        markers=safety_lines_withheld(case) if opened.withheld else safety_lines(case),
        because=opened.because.sentence,
        tabs=tuple(
            Tab(text, base + path, path == active)
            for path, text in TABS
            if _has(panel, case, path) and _may(actor, opened, TAB_NEEDS.get(path, "case.read"))
        ),
        card=card_of(shown) if shown else None,
        card_of=(shown.display_name or "") if shown else "",
        card_href=f"{page}/safe-contact" if shown and _may(actor, opened, "case.people") else "",
        hidden_address_href=f"{page}/address" if shown and _may_reveal(actor, opened, shown) else "",
        may_keep=_may(actor, opened, "case.people"),
        may_note=_may(actor, opened, "case.note") and panel.in_mode.narrative,
        instead_of_words=instead_of_words(case.panel),
        may_close=_may(actor, opened, "case.close"),
        state=panel.lifecycle.state(case.state).title,
        in_emergency=opened.because.rule == EMERGENCY_RULE,
    )


def _may_reveal(actor: Actor, opened: OpenCase, person: Person) -> bool:
    return has_hidden_address(person) and _may(actor, opened, "address.reveal")


def safety_lines(case: Case) -> tuple[SafetyLine, ...]:
    """The standing warnings about the people of an opened case."""
    standing = [party.person for party in case.parties if party.removed_at is None]
    recorded = [line for person in standing for line in safety_lines_of(person)]
    return (*recorded, *(SafetyLine(words) for words in unchecked_risk(case)))


def safety_lines_withheld(case: Case) -> tuple[SafetyLine, ...]:
    """The same warnings where the names are withheld: what kind stands, and whom to ask before a visit."""
    standing = [party.person for party in case.parties if party.removed_at is None]
    markers = [marker for person in standing for marker in person.markers if marker.ended_at is None]
    recorded = [
        SafetyLine(
            f"{NAME_WITHHELD}: {_kind(marker)}. {ASK_FIRST}", uk_date(marker.happened_on), marker.review_on, marker.id
        )
        for marker in markers
    ]
    return (*recorded, *(SafetyLine(words) for words in unchecked_risk(case, withheld=True)))


def safety_lines_of(person: Person) -> tuple[SafetyLine, ...]:
    """The standing warnings about one person."""
    return tuple(_safety_line(person, marker) for marker in person.markers if marker.ended_at is None)


def has_hidden_address(person: Person) -> bool:
    """Whether the address this person has now is kept hidden."""
    return any(address.hidden and address.ended_at is None for address in person.addresses)


def _safety_line(person: Person, marker: SafetyMarker) -> SafetyLine:
    late = " The review date has passed: ask whether this still holds." if marker.review_on < today() else ""
    words = f"{person.display_name}: {_kind(marker)}. {marker.incident}{late}"
    return SafetyLine(words, f"{marker.source}, {uk_date(marker.happened_on)}", marker.review_on, marker.id)


def _kind(marker: SafetyMarker) -> str:
    return next((choice.label for choice in MARKER_KINDS if choice.value == marker.kind), marker.kind)


def _details(case: Case, panel: PanelType, person: Person | None) -> tuple[str, ...]:
    age = age_words(person.born_on, person.estimated_age, today()) if person else ""
    lead = case.lead_officer.name if case.lead_officer else ""
    agency = case.lead_agency.short_name if case.lead_agency else ""
    return (
        f"Age {age}" if age else "",
        (person.area or "") if person else "",
        panel.name,
        panel.lifecycle.state(case.state).title,
        TIMES.get(case.times_heard, f"Heard {case.times_heard} times"),
        f"Lead: {lead}{f' ({agency})' if agency else ''}" if lead or agency else "",
        "Names withheld from members" if case.identity_withheld and person else "",
        "Children involved" if case.children_involved else "",
        f"Repeat of {case.repeat_of.reference}" if case.repeat_of else "",
    )


def _has(panel: PanelType, case: Case, path: str) -> bool:
    """Whether the case has this part: forms, scores and letters are not every panel's, and some cases name nobody."""
    parts = {"/people": case.parties, "/forms": panel.case_forms, "/risk": panel.risk_tools, "/letters": panel.letters}
    return bool(parts.get(path, True))


def _total(case: Case) -> int | None:
    latest = latest_by_person(assessments_of(case.id)).values()
    return max((held.total for held in latest if held.band == case.band), default=None)


def _may(actor: Actor, opened: OpenCase, permission: str) -> bool:
    return may(actor, permission, opened.case.panel, opened.relationships)


def page(opened: OpenCase, actor: Actor, active: str, person: Person | None = None, /, **more: Any) -> dict[str, Any]:
    """The context of a case page's template."""
    panel = panel_types.get(opened.case.panel)
    return {"frame": frame_of(opened, actor, active, person), "case": opened.case, "panel": panel, "wide": True, **more}
