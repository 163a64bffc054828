"""A dossier on paper: what the log has about one record, or of one officer, in a period. It says nothing of a case.

For an answer to somebody who asks who saw their data (UK GDPR article 15) the names of staff can be left out.
"""

from dataclasses import replace
from pathlib import Path

from flask import current_app

from auth.access_log import reading
from auth.access_log.periods import Period
from auth.access_log.reading import Line
from auth.access_log.subjects import Subject, panel_titles
from auth.access_log.verdicts import TITLES
from extensions import now
from wording.dates import uk_datetime
from wording.typesetting import set_pdf

TEMPLATE, MOST = "documents/dossier.typ", 2_000


def dossier_pdf(subject: Subject, period: Period, *, show: str, named: bool, made_by: str) -> bytes:
    """The dossier as a PDF (PDF/UA-1), of more than 2,000 entries the newest. ``named``: staff by their names."""
    root = Path(current_app.root_path)
    return set_pdf(
        root / "templates" / TEMPLATE,
        root=root / "templates",
        fonts=root / "static" / "built" / "fonts",
        inputs={"data": dossier_data(subject, period, show=show, named=named, made_by=made_by)},
    )


def dossier_data(subject: Subject, period: Period, *, show: str, named: bool, made_by: str) -> dict[str, object]:
    """What stands in it."""
    lines = reading.lines(subject, period, show=show, page=1, most=MOST)
    totals, count = reading.totals(subject, period), reading.count(subject, period, show)
    if subject.account is not None and not named:
        subject = replace(subject, title=f"one member of staff of {subject.account.agency.name}")
    by_others = replace(subject, by_others=True)
    is_theirs = subject.account is not None and not subject.by_others
    others = reading.lines(by_others, period, show="", page=1, most=MOST) if is_theirs else []
    return {
        "title": "Dossier of the access log",
        "about": subject.question,
        "period": period.words(),
        "made": f"Made by {made_by if named else 'an auditor'}, {uk_datetime(now())}",
        "shown": f"{len(lines)} of {count} entries" if count else "No entries: nobody opened it, and nobody tried to",
        "totals": f"Allowed by a rule {totals.by_rule}, emergency access {totals.emergency}, not explained "
        f"{totals.unexplained}, refused {totals.refused}",
        "rows": [_row(line, named) for line in lines],
        "about_others": f"{by_others.question}: {len(others)} of {reading.count(by_others, period, '')} entries"
        if others
        else "",
        "by_others": [_row(line, named) for line in others],
    }


def _row(line: Line, named: bool) -> dict[str, str]:
    entry, panels = line.entry, panel_titles()
    panel = f", {panels.get(entry.panel, entry.panel)}" if entry.panel else ""
    return {
        "when": f"{uk_datetime(entry.at)} (entry {entry.number})",
        "who": _who(line, named),
        "did": f"{line.did}: {line.what}{' ' + line.reference if line.reference else ''}{panel}",
        "because": f"“{entry.explanation}”",
        "verdict": TITLES[line.verdict],
    }


def _who(line: Line, named: bool) -> str:
    nobody = line.entry.actor_id is None  # and then ``who`` says why: nobody signed in, or it was erased by law
    who = line.who if nobody else f"{line.who}, {line.agency}" if named else line.agency or "A member of staff"
    if not line.acting_for:
        return who
    return f"{who}, acting for {line.acting_for if named else 'a colleague'}"
