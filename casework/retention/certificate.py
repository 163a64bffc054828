"""The words of a certificate of destruction. They name references, kinds, counts and staff, and nobody else."""

from casework.panel_type.registry import panel_types
from casework.retention.models import Destruction
from casework.retention.records import kept_until
from wording.dates import uk_date, uk_datetime

KINDS = {
    "case": "the case: summary, what was told, forms, notes, risk, timeline, decisions, its part of minutes and packs",
    "person": "a person: names, birth, contact, needs",
    "address": "an address",
    "referral": "a referral: its answers",
    "restricted": "a referral's protected answers",
    "action": "an action",
    "enquiry": "a question to an agency, with its answer",
    "document": "a document",
    "letter": "a letter, drafts included",
    "contact": "how somebody can be spoken to",
    "resident_note": "what a resident added",
}
KEPT = (
    "the access log, which names records by number and tells who looked: it proves that access was lawful",
    "figures without names, and its dates, state and band: they are counted in statistics",
    "this certificate",
)


def certificate_words(row: Destruction) -> str:
    """The whole text that is signed."""
    record, until = row.record, kept_until(row.record)
    assert row.approved_at is not None
    assert row.approved_by is not None
    lines = [
        "CERTIFICATE OF DESTRUCTION",
        f"Record: {record.reference}",
        f"Panel: {panel_types.get(record.panel).name}",
        f"Kept until: {uk_date(until) if until else ''}, as the panel's rules say",
        f"Asked for by: {row.asked_by.name}, {uk_datetime(row.asked_at)}",
        f"Approved by: {row.approved_by.name}, {uk_datetime(row.approved_at)}",
        f"Destroyed: {uk_datetime(row.approved_at)}, by destroying the keys of:",
        *(f"- {KINDS.get(kind, kind)}: {number}" for kind, number in sorted(row.destroyed.items())),
        "and everything by which they could be found.",
        "Kept:",
        *(f"- {line}" for line in KEPT),
    ]
    if row.kept_people:
        lines.append(f"- people who are known through another record too: {row.kept_people}")
    return "\n".join(lines) + "\n"
