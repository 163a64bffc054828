"""How many people stand in what somebody took away: a document, a letter, a pack. Plain columns; nothing is opened."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import InstrumentedAttribute

from auth.access_log.subjects import PEOPLE_IN
from casework.cases.models import CaseParty
from casework.documents.models import Document
from casework.letters.models import Letter
from extensions import db
from panels.agendas.models import PackCase

Column = InstrumentedAttribute[Any]


def of_documents(ids: Collection[UUID]) -> dict[UUID, int]:
    """The people of the case that a document is of; of one that came with a referral nothing is told."""
    return _counted(Document.id, Document.case_id, ids)


def of_letters(ids: Collection[UUID]) -> dict[UUID, int]:
    """The people of the case that a letter is about."""
    return _counted(Letter.id, Letter.case_id, ids)


def of_packs(ids: Collection[UUID]) -> dict[UUID, int]:
    """The people of all cases of a pack, each once."""
    return _counted(PackCase.pack_id, PackCase.case_id, ids)


COUNTERS = {"document": of_documents, "letter": of_letters, "pack": of_packs}
"""By kind of file."""


def init_app(app: Flask) -> None:
    """Hand the access log what counts the people of a file."""
    app.extensions[PEOPLE_IN] = COUNTERS


def _counted(file: Column, case: Column, ids: Collection[UUID]) -> dict[UUID, int]:
    wanted = (
        sa.select(file, sa.func.count(sa.distinct(CaseParty.person_id)))
        .join(CaseParty, CaseParty.case_id == case)
        .where(file.in_(ids), CaseParty.removed_at.is_(None))
        .group_by(file)
    )
    return dict(db.session.execute(wanted).all())
