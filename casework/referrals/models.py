"""Referrals and their answers, sealed. Restricted answers (full address, NHS number) have a key of their own."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedJSON, SealedRow, SealedText
from auth.models import Account, Agency
from casework.cases.models import Case
from extensions import Model, now

ACCEPT, JOIN, REJECT, MORE_INFO, URGENT, WITHDRAW = "accept", "join", "reject", "more_info", "urgent", "withdraw"
STAFF, PUBLIC = "staff", "public"
CHAIR_CONFIRMS = frozenset({REJECT, URGENT})


class Referral(SealedRow, Model):
    """``state`` is one of the panel's lifecycle states. ``form_version`` is the version the answers were given on.

    ``summary``: name, age and area of the first person affected, for the queue. ``hides_address``: one of the addresses
    is to be kept hidden, so the restricted key opens for a stated reason only. ``urgent``: "", asked, confirmed or
    declined. ``source``: who wrote it, an officer or a resident (:data:`PUBLIC`); ``language``: in which language the
    answers were given. ``contact_stopped_at``: the resident said that it is not safe to contact them.
    ``ended_at``: when it came to an end without a case. ``destroyed_at``: its keys are gone, alone or with its case.
    """

    __tablename__ = "referral"
    __table_args__ = (sa.Index("ix_referral_panel_state", "panel", "state"),)

    panel: Mapped[str] = mapped_column(sa.String(40))
    form_id: Mapped[str] = mapped_column(sa.String(40))
    form_version: Mapped[int]
    reference: Mapped[str | None] = mapped_column(sa.String(20), unique=True)
    state: Mapped[str] = mapped_column(sa.String(30))
    author_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"), index=True)
    restricted_key_id: Mapped[UUID] = mapped_column(sa.ForeignKey("data_key.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    saved_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    band: Mapped[str | None] = mapped_column(sa.String(20))
    urgent: Mapped[str] = mapped_column(sa.String(12), default="")
    hides_address: Mapped[bool] = mapped_column(default=False)
    summary_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    summary = SealedJSON("summary_sealed")
    case_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("case.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    source: Mapped[str] = mapped_column(sa.String(10), default=STAFF, server_default=STAFF)
    language: Mapped[str] = mapped_column(sa.String(10), default="en", server_default="en")
    contact_stopped_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    destroyed_at: Mapped[datetime | None]

    author: Mapped[Account] = relationship()
    agency: Mapped[Agency] = relationship()
    case: Mapped[Case | None] = relationship()
    decisions: Mapped[list["TriageDecision"]] = relationship(order_by="TriageDecision.decided_at")


class ReferralAnswers(SealedRow, Model):
    """The answers of one item of one section. ``data_key_id`` is the referral's restricted key when ``restricted``.

    ``item`` is -1 for "nothing to add here" in a section that repeats. ``version`` counts the times it was saved.
    """

    __tablename__ = "referral_answers"
    __table_args__ = (
        sa.UniqueConstraint(
            "referral_id", "section", "item", "restricted", name="uq_referral_answers_referral_section_item"
        ),
    )

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"), index=True)
    section: Mapped[str] = mapped_column(sa.String(40))
    item: Mapped[int] = mapped_column(default=0)
    restricted: Mapped[bool] = mapped_column(default=False)
    answers_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    answers = SealedJSON("answers_sealed")
    saved_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)


class ReferralPerson(Model):
    """A person of the panel who is somebody that a resident's request speaks for. Kept so that what the resident says
    later about safe contact reaches the right person, though no key is open then."""

    __tablename__ = "referral_person"

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)


class ResidentNote(SealedRow, Model):
    """Something a resident said after sending, or a request that waits to be translated. ``kind``: see
    :mod:`casework.referrals.resident_notes`. ``translate_by``: the day its translation is due, none for English."""

    __tablename__ = "resident_note"

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(12))
    language: Mapped[str] = mapped_column(sa.String(10))
    at: Mapped[datetime] = mapped_column(default=now)
    text_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    text = SealedText("text_sealed")
    translation_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    translation = SealedText("translation_sealed")
    translate_by: Mapped[date | None]
    translated_at: Mapped[datetime | None]
    translated_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))

    translated_by: Mapped[Account | None] = relationship()


class TriageDecision(SealedRow, Model):
    """What was decided about a referral, why, and what the referrer is advised. ``option``: accept, join, reject,
    more_info, urgent, withdraw. A rejection or an urgent listing counts once the chair has confirmed it.

    ``reason`` is for the panel's record; the referrer reads ``advice`` alone, because the reason may speak of other
    people's cases. ``prepared`` and ``forum`` are values of the panel's own lists: why it was not taken, who else is.
    ``reply`` is the referrer's answer to a question, or the chair's words when a proposal is sent back.
    """

    __tablename__ = "triage_decision"

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"), index=True)
    option: Mapped[str] = mapped_column(sa.String(20))
    prepared: Mapped[str | None] = mapped_column(sa.String(40))
    forum: Mapped[str | None] = mapped_column(sa.String(40))
    reason_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    reason = SealedText("reason_sealed")
    advice_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    advice = SealedText("advice_sealed")
    reply_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    reply = SealedText("reply_sealed")
    decided_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    replied_at: Mapped[datetime | None]

    decided_by: Mapped[Account] = relationship(foreign_keys=[decided_by_id])
    confirmed_by: Mapped[Account | None] = relationship(foreign_keys=[confirmed_by_id])

    def awaits_chair(self) -> bool:
        """Whether this is a proposal on which a chair has still to say yes or no."""
        return self.option in CHAIR_CONFIRMS and self.confirmed_at is None and self.declined_at is None

    def awaits_reply(self) -> bool:
        """Whether this is a question to the referrer that is not answered yet."""
        return self.option == MORE_INFO and self.replied_at is None
