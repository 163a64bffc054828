"""Entries taken away: a signed file, and a dossier of one officer or one record on paper."""

from dataclasses import replace

from flask import make_response, request
from flask.typing import ResponseReturnValue

from auth.access_log import dossier, reading
from auth.access_log.access import PERMISSION, pass_log_door
from auth.access_log.file import MOST, signed_csv
from auth.access_log.periods import Period
from auth.access_log.subjects import Subject
from auth.access_log.views import asked_period, asked_subject, blueprint
from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.pace import heavy
from extensions import now
from wording.dates import uk_datetime

HIGHEST, HIGHEST_PART = 2**62, 10_000
"""Numbers of entries, and of parts, stay below."""


@blueprint.get("/access/file")
@permission_required(PERMISSION)
@heavy
def entries_file() -> ResponseReturnValue:
    """The entries that the page of the same question shows, as a signed file; of more than 20,000 the newest, or
    another part of so many (``part``), counted in the log as it stood at one entry (``up_to``)."""
    subject, period, show = _asked("audit.file")
    part = min(max(request.args.get("part", 1, int), 1), HIGHEST_PART)
    lines = reading.lines(subject, period, show=show, page=part, most=MOST)
    about = (subject.question if subject.by_others else subject.title) if subject else "everything"
    total = reading.count(subject, period, show)
    parts = f", part {part} of {-(-total // MOST)}" if total > MOST else ""
    heading = f"{about} {period.words()}; {len(lines)} of {total} entries{parts}; made {uk_datetime(now())}"
    return _file(
        signed_csv(heading, lines), "text/csv; charset=utf-8", f"entries-{part}.csv" if parts else "entries.csv"
    )


@blueprint.get("/access/dossier")
@permission_required(PERMISSION)
@heavy
def entries_dossier() -> ResponseReturnValue:
    """The same on paper, of one officer or one record; ``staff=agencies`` leaves the names of staff out."""
    subject, period, show = _asked("audit.dossier")
    if subject is None:
        raise NotAllowed
    made = dossier.dossier_pdf(
        subject, period, show=show, named=request.args.get("staff") != "agencies", made_by=current_actor().name
    )
    return _file(made, "application/pdf", "dossier.pdf")


def _asked(event: str) -> tuple[Subject | None, Period, str]:
    subject, period = asked_subject(), asked_period()
    if subject is None:
        pass_log_door(current_actor(), event=event, fresh=True)
    else:
        kind, object_id = subject.first
        pass_log_door(current_actor(), event=event, object_type=kind, object_id=object_id, fresh=True)
    if period is None:
        raise NotAllowed
    show = request.args.get("show", "")
    up_to = request.args.get("up_to", 0, int)
    if 0 < up_to < HIGHEST:
        period = replace(period, up_to=up_to)
    return subject, period, show if show in reading.SHOWN else ""


def _file(content: bytes, kind: str, name: str) -> ResponseReturnValue:
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
