"""What must stand before support may run, line by line, so that a person can check it. Pure."""

from casework.panel_type.facts import CaseFacts, Requirement, WorkingRow, Workings
from panels.definitions.channel.consent_rules import current_plan, latest_consent, plan_version, why_no_consent
from panels.definitions.channel.requirements import (
    ATTESTED,
    CONSENT_STANDS,
    DECONFLICTED,
    GATEWAY_PASSED,
    PLAN_EXISTS,
    TEST_MET,
)

STEPS: tuple[tuple[str, Requirement], ...] = (
    ("The police have cleared it", DECONFLICTED),
    ("The gateway ended with a concern", GATEWAY_PASSED),
    ("Nothing comes from an intelligence service", ATTESTED),
    ("The section 36 test is met", TEST_MET),
    ("There is a support plan", PLAN_EXISTS),
)


def workings(facts: CaseFacts) -> Workings:
    """Each step, its source and what is missing. ``met``: support may run today; ``None`` before there is a plan."""
    rows = [_row(title, step, facts) for title, step in STEPS]
    why_not = why_no_consent(facts)
    rows.append(WorkingRow((_consent_title(facts), CONSENT_STANDS.basis), not why_not, why_not))
    planned = current_plan(facts) is not None
    met = all(row.counts for row in rows) if planned else None
    return Workings(
        title="Before support may run",
        columns=("Step", "Source"),
        rows=tuple(rows),
        result="Support may run." if met else f"Support may not run: {_first_gap(rows)}.",
        met=met,
        basis=CONSENT_STANDS.basis,
    )


def _row(title: str, step: Requirement, facts: CaseFacts) -> WorkingRow:
    holds = step.holds(facts)
    return WorkingRow((title, step.basis), holds, "" if holds else step.why_not)


def _consent_title(facts: CaseFacts) -> str:
    version, consent = plan_version(facts), latest_consent(facts)
    said = {"given": "given", "refused": "refused", "advice": "not decided"}
    answer = said.get(str(consent.first("outcome")), "") if consent else "not asked yet"
    return f"Consent to version {version}: {answer}" if version else "Consent to the plan"


def _first_gap(rows: list[WorkingRow]) -> str:
    missing = next(row for row in rows if not row.counts)
    return missing.why[:1].lower() + missing.why[1:]
