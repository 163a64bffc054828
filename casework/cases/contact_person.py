"""The one person whom somebody who asked for a case can speak to, as an officer named them."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa

from auth.encryption.keyring import new_data_key
from casework.cases.models import Case, CaseContact
from extensions import db


def name_contact(*, case: Case, words: Mapping[str, str]) -> CaseContact:
    """Name them, in place of whoever was named before. ``words``: name, phone and times.

    They have a key of their own, because whoever asked reads them and does not open the case.
    """
    found = contact_of(case.id) or CaseContact(data_key_id=case.data_key_id, case_id=case.id)
    found.data_key_id = new_data_key(panel=case.panel, kind="contact")
    found.words = dict(words)
    db.session.add(found)
    db.session.flush()
    return found


def contact_of(case_id: UUID) -> CaseContact | None:
    """Who was named last, still sealed."""
    return db.session.scalars(sa.select(CaseContact).where(CaseContact.case_id == case_id)).one_or_none()
