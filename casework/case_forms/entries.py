"""Reading entries of case forms."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from auth.doors import NotAllowed
from casework.case_forms.models import FormEntry
from casework.cases.models import Case
from casework.panel_type.case_forms import CaseForm
from casework.panel_type.facts import Filled
from casework.panel_type.questions import Form
from casework.panel_type.registry import panel_types
from extensions import db
from wording.dates import as_date


def entries_of(case_id: UUID) -> list[FormEntry]:
    """Everything ever filled in on a case, oldest first; what it says opens with the case."""
    wanted = sa.select(FormEntry).where(FormEntry.case_id == case_id)
    loading = (joinedload(FormEntry.by), joinedload(FormEntry.agency), joinedload(FormEntry.second_agency))
    return list(db.session.scalars(wanted.options(*loading).order_by(FormEntry.at, FormEntry.id)))


def waiting_in(panels: Iterable[str]) -> list[tuple[FormEntry, Case]]:
    """What waits for a second person on the cases of some panels, oldest first, still sealed."""
    wanted = sa.select(FormEntry, Case).join(Case, Case.id == FormEntry.case_id).where(Case.panel.in_(list(panels)))
    for settled in (FormEntry.counted_at, FormEntry.declined_at, FormEntry.replaced_at):
        wanted = wanted.where(settled.is_(None))
    return [(entry, case) for entry, case in db.session.execute(wanted.order_by(FormEntry.at, FormEntry.id))]


def entry_of(case: Case, entry_id: UUID) -> FormEntry:
    """One entry of an opened case.

    :raises NotAllowed: there is none by that id in this case.
    """
    wanted = sa.select(FormEntry).where(FormEntry.id == entry_id, FormEntry.case_id == case.id)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotAllowed
    return found


def took_part(case_id: UUID) -> frozenset[UUID]:
    """Whoever has filled in a form on the case, or said yes or no to one, corrected and declined ones included."""
    wanted = sa.select(FormEntry.by_id, FormEntry.second_by_id).where(FormEntry.case_id == case_id)
    return frozenset(account for row in db.session.execute(wanted) for account in row if account is not None)


def entry_in_place_of(entry: FormEntry) -> FormEntry:
    """The entry that stands now where ``entry`` was corrected, be it that a second person has still to agree."""
    later = [one for one in entries_of(entry.case_id) if one.replaces_id == entry.id and one.stands()]
    return entry_in_place_of(later[0]) if later else entry


def filled_in(case: Case) -> tuple[Filled, ...]:
    """What was filled in on an opened case and stands, oldest first, as rules see it."""
    return tuple(as_filled(entry) for entry in entries_of(case.id) if entry.stands())


def as_filled(entry: FormEntry) -> Filled:
    """One entry as rules see it."""
    return Filled(
        form=entry.form,
        version=entry.form_version,
        answers=entry.answers or {},
        at=entry.at,
        on=as_date(entry.at),
        by_id=entry.by_id,
        agency_id=entry.agency_id,
        agency_type=entry.agency.kind,
        confirmed=entry.counted_at is not None,
        confirmed_agency_type=entry.second_agency.kind if entry.second_agency else "",
    )


def find_case_form(panel: str, key: str) -> CaseForm | None:
    """A case form of a panel; ``None`` if it has none by that key, or has it no longer."""
    return next((form for form in panel_types.get(panel).case_forms if form.key == key), None)


def case_form_of(panel: str, key: str) -> CaseForm:
    """As :func:`find_case_form`.

    :raises NotAllowed: the panel has none by that key.
    """
    found = find_case_form(panel, key)
    if found is None:
        raise NotAllowed
    return found


def questions_of(case: Case, entry: FormEntry) -> Form:
    """The version of the form on which the entry was given."""
    return panel_types.form(case.panel, entry.form_id, entry.form_version)
