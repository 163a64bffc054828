"""Letters and what bears on them. A letter has a key of its own: whoever it is to opens it, and not the case."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedRow, SealedText
from auth.models import Account, Agency
from casework.cases.models import Case
from casework.people.models import Person
from extensions import Model, now


class Letter(SealedRow, Model):
    """One letter to one reader. ``template`` and ``words_version`` say from which words it was drafted.

    ``to``: see :class:`casework.panel_type.letter_templates.To`; the reader is ``account``, ``person`` or ``agency``
    (an agency may still have to be chosen). ``case_id`` is empty while there is only a referral. ``event``: what raised
    it (a verb, a state, ``form:<key>``, ``decision:<key>``, or ``by_hand``). ``occasion``: the record of that event.
    ``reason``: why it was withheld or replaced. ``note``: what was noted when it was sent.
    """

    __tablename__ = "letter"
    __table_args__ = (sa.Index("ix_letter_panel_state", "panel", "state"),)

    panel: Mapped[str] = mapped_column(sa.String(40))
    case_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("case.id"), index=True)
    referral_id: Mapped[UUID | None] = mapped_column(sa.Uuid, index=True)
    template: Mapped[str] = mapped_column(sa.String(60))
    words_version: Mapped[str] = mapped_column(sa.String(12))
    to: Mapped[str] = mapped_column(sa.String(20))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    agency_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("agency.id"), index=True)
    event: Mapped[str] = mapped_column(sa.String(60))
    occasion: Mapped[str] = mapped_column(sa.String(60), default="")
    title_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    title = SealedText("title_sealed")
    body_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    body = SealedText("body_sealed")
    state: Mapped[str] = mapped_column(sa.String(12))
    way: Mapped[str | None] = mapped_column(sa.String(12))
    drafted_at: Mapped[datetime] = mapped_column(default=now)
    drafted_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    edited_at: Mapped[datetime | None]
    edited_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    sent_on: Mapped[date | None]
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    read_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    reason_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    reason = SealedText("reason_sealed")
    note_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    note = SealedText("note_sealed")
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case | None] = relationship()
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
    person: Mapped[Person | None] = relationship()
    agency: Mapped[Agency | None] = relationship()
    drafted_by: Mapped[Account | None] = relationship(foreign_keys=[drafted_by_id])
    edited_by: Mapped[Account | None] = relationship(foreign_keys=[edited_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])
    sent_by: Mapped[Account | None] = relationship(foreign_keys=[sent_by_id])
    settled_by: Mapped[Account | None] = relationship(foreign_keys=[settled_by_id])


class Referrer(Model):
    """Who is told of a case as its referrer: the author of a referral that was taken into it, and its reference."""

    __tablename__ = "letter_referrer"
    __table_args__ = (sa.UniqueConstraint("case_id", "referral_id", name="uq_letter_referrer_case_referral"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(sa.Uuid)
    reference: Mapped[str] = mapped_column(sa.String(20))
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))

    account: Mapped[Account] = relationship()


class LettersDone(Model):
    """How far the moves of a case were looked at for letters: the number of the last :class:`CaseMove`."""

    __tablename__ = "letters_done"

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), primary_key=True)
    move_number: Mapped[int] = mapped_column(default=0)


class Agreement(SealedRow, Model):
    """How much a person lets somebody who speaks for them be told. Rows are only added; the newest counts.

    Sealed with the case's key: ``scope`` is a :class:`casework.letters.rules.Scope`, ``words`` how they agreed.
    """

    __tablename__ = "letter_agreement"

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    scope_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    scope = SealedText("scope_sealed")
    words_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    words = SealedText("words_sealed")
    at: Mapped[datetime] = mapped_column(default=now)
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))

    by: Mapped[Account] = relationship()
