"""How many people stand in what somebody took away: a document, a letter, a pack. Plain columns; nothing is opened."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import InstrumentedAttribute

from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.subjects import PEOPLE_IN, Counter, Taken
from casework.cases.models import CaseParty
from casework.documents.models import Document
from casework.letters.models import Letter
from casework.retention.related import CASE
from extensions import db
from panels.agendas.access import IN_COPY
from panels.agendas.models import PackCase

_PEOPLE = sa.func.count(sa.distinct(CaseParty.person_id))
Column = InstrumentedAttribute[Any]


def of_documents(files: Collection[Taken]) -> dict[int, int]:
    """The people of the case that a document is of; of one that came with a referral nothing is told."""
    return _counted(Document.id, Document.case_id, files)


def of_letters(files: Collection[Taken]) -> dict[int, int]:
    """The people of the case that a letter is about."""
    return _counted(Letter.id, Letter.case_id, files)


def of_packs(files: Collection[Taken]) -> dict[int, int]:
    """The people of the cases that were in this copy of a pack, each once: those opened by the same request."""
    wanted = (
        sa.select(PackCase.pack_id, AccessEntry.request_id, _PEOPLE)
        .join(AccessedObject, sa.and_(AccessedObject.object_type == CASE, AccessedObject.object_id == PackCase.case_id))
        .join(AccessEntry, AccessEntry.number == AccessedObject.entry_number)
        .join(CaseParty, CaseParty.case_id == PackCase.case_id)
        .where(PackCase.pack_id.in_({file.object_id for file in files}), CaseParty.removed_at.is_(None))
        .where(AccessEntry.event == IN_COPY, AccessEntry.request_id.in_({file.request_id for file in files}))
        .group_by(PackCase.pack_id, AccessEntry.request_id)
    )
    counted = {(pack, asked): people for pack, asked, people in db.session.execute(wanted)}
    return {file.entry: counted.get((file.object_id, file.request_id), 0) for file in files}


COUNTERS: dict[str, Counter] = {"document": of_documents, "letter": of_letters, "pack": of_packs}
"""By kind of file."""


def init_app(app: Flask) -> None:
    """Hand the access log what counts the people of a file."""
    app.extensions[PEOPLE_IN] = COUNTERS


def _counted(file: Column, case: Column, files: Collection[Taken]) -> dict[int, int]:
    wanted = (
        sa.select(file, _PEOPLE)
        .join(CaseParty, CaseParty.case_id == case)
        .where(file.in_({one.object_id for one in files}), CaseParty.removed_at.is_(None))
        .group_by(file)
    )
    counted: dict[UUID, int] = dict(db.session.execute(wanted).all())
    return {one.entry: counted[one.object_id] for one in files if one.object_id in counted}
