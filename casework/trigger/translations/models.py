"""Rows of what was said about a translation. They are only added; the latest one of a language stands.

Nothing here is about a person that a panel deals with, so nothing is sealed.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.models import Account
from extensions import Model, now


class TranslationCheck(Model):
    """A speaker's check of a language (``speaker`` says who, in words), or that it counts no more (``speaker`` empty).

    ``words``: a fingerprint of the catalogue that was checked.
    """

    __tablename__ = "translation_check"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    language: Mapped[str] = mapped_column(sa.String(8), index=True)
    speaker: Mapped[str] = mapped_column(sa.String(200))
    words: Mapped[str] = mapped_column(sa.String(64))
    set_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(default=now)

    set_by: Mapped[Account] = relationship()
