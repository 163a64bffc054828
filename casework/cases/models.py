"""A case and what hangs on it, sealed with the case's key. State, band and dates stay plain: lists sort by them."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auth.encryption.sealed import SealedJSON, SealedRow, SealedText
from auth.models import Account, Agency
from casework.people.models import Person
from extensions import Model, now


class Case(SealedRow, Model):
    """One matter before one panel. ``summary``: name, initials, age, area of the first person affected, for lists.

    ``barred_agency_kind``: the case is about somebody who works for an agency of this kind, so that its ordinary
    members do not open it. ``members_from`` is set when the first pack with this case is published: panel members may
    read it from then on, until it is closed. ``identity_withheld``: only those who run the panel see who is in it.
    """

    __tablename__ = "case"
    __table_args__ = (
        sa.Index("ix_case_panel_state", "panel", "state"),
        # The list as it opens: read in its order from here, however many cases there are.
        sa.Index(
            "ix_case_open_by_review",
            "panel",
            "next_review_on",
            "reference",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )

    panel: Mapped[str] = mapped_column(sa.String(40))
    definition_version: Mapped[int] = mapped_column(default=1)
    reference: Mapped[str] = mapped_column(sa.String(20), unique=True)
    state: Mapped[str] = mapped_column(sa.String(30))
    band: Mapped[str | None] = mapped_column(sa.String(20))
    summary_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    summary = SealedJSON("summary_sealed")
    opened_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    times_heard: Mapped[int] = mapped_column(default=0)
    last_heard_on: Mapped[date | None]
    next_review_on: Mapped[date | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    children_involved: Mapped[bool] = mapped_column(default=False)
    lead_agency_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("agency.id"))
    lead_officer_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    members_from: Mapped[datetime | None]
    support_waits: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    closure_reason: Mapped[str | None] = mapped_column(sa.String(40))
    retention_due_on: Mapped[date | None]
    destroyed_at: Mapped[datetime | None]
    barred_agency_kind: Mapped[str | None] = mapped_column(sa.String(40))
    identity_withheld: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    repeat_of_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("case.id"))
    version: Mapped[int] = mapped_column(default=1)

    parties: Mapped[list["CaseParty"]] = relationship(back_populates="case", order_by="CaseParty.added_at")
    lead_agency: Mapped[Agency | None] = relationship(foreign_keys=[lead_agency_id])
    lead_officer: Mapped[Account | None] = relationship(foreign_keys=[lead_officer_id])
    repeat_of: Mapped["Case | None"] = relationship(remote_side="Case.id")


class CaseParty(SealedRow, Model):
    """A person's part in a case. ``roles`` is a list: one person may be victim and alleged perpetrator at once.

    A role is an allegation or a sensitive fact, so it is sealed with the case's key.
    """

    __tablename__ = "case_party"
    __table_args__ = (sa.UniqueConstraint("case_id", "person_id", name="uq_case_party_case_person"),)

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    roles_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    roles = SealedJSON("roles_sealed")
    added_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(back_populates="parties")
    person: Mapped[Person] = relationship()


class CaseEvent(SealedRow, Model):
    """One entry of the timeline: what happened to the case. ``kind`` is plain (referral, note, decision, action …)."""

    __tablename__ = "case_event"

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[str] = mapped_column(sa.String(30))
    title_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    title = SealedText("title_sealed")
    text_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    text = SealedText("text_sealed")
    by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    agency_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("agency.id"))

    by: Mapped[Account | None] = relationship()
    agency: Mapped[Agency | None] = relationship()


class Note(SealedRow, Model):
    """Something an agency contributed. ``nature`` is fact, allegation or opinion; ``handling`` panel, or chair_only.

    A correction is a new row that names the one it ``replaces``; nothing is overwritten. ``moved_at``: it stood in the
    wrong case, and its words are gone from this row; ``came_at``: it was moved here from another case.
    """

    __tablename__ = "note"

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"))
    nature: Mapped[str] = mapped_column(sa.String(20))
    handling: Mapped[str] = mapped_column(sa.String(20), default="panel")
    text_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    text = SealedText("text_sealed")
    written_at: Mapped[datetime] = mapped_column(default=now)
    replaces_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("note.id"))
    replaced_at: Mapped[datetime | None]
    moved_at: Mapped[datetime | None]
    came_at: Mapped[datetime | None]

    author: Mapped[Account] = relationship()
    agency: Mapped[Agency] = relationship()


class Assessment(SealedRow, Model):
    """A risk tool filled in once, never changed. The computed band is kept when a professional judges otherwise."""

    __tablename__ = "assessment"

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    tool: Mapped[str] = mapped_column(sa.String(40))
    tool_version: Mapped[int]
    answers_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    answers = SealedJSON("answers_sealed")
    total: Mapped[int]
    computed_band: Mapped[str] = mapped_column(sa.String(20))
    band: Mapped[str] = mapped_column(sa.String(20))
    flags_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    flags = SealedJSON("flags_sealed")
    rationale_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    rationale = SealedText("rationale_sealed")
    occasion: Mapped[str] = mapped_column(sa.String(20))
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)

    made_by: Mapped[Account] = relationship()


class CaseOrigin(SealedRow, Model):
    """What a referral told, as the case keeps it, so that rules about the case need the case's key alone.

    ``answers``: as they were given, restricted ones only by what stands in for them; what became a person's own record
    (name, birth, ways to reach them) and answers for equality monitoring are left out. The first one of a case is the
    referral that it began with.
    """

    __tablename__ = "case_origin"

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(sa.Uuid, unique=True)
    form_id: Mapped[str] = mapped_column(sa.String(40))
    form_version: Mapped[int]
    answers_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    answers = SealedJSON("answers_sealed")
    received_on: Mapped[date | None]
    added_at: Mapped[datetime] = mapped_column(default=now)


class CaseContact(SealedRow, Model):
    """The one person whom somebody who asked for the case can speak to. ``words``: name, phone, times.

    It has a key of its own, so that whoever asked can be told who it is without the case being opened to them.
    """

    __tablename__ = "case_contact"

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), unique=True)
    words_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    words = SealedJSON("words_sealed")


class CaseMove(Model):
    """One move of a case through its lifecycle, its opening included. Plain: it is counted and sorted by.

    ``verb`` of the opening is that of the referral's acceptance, or ``open``; its ``source`` is the referral's state,
    or nothing. ``number`` orders the moves of one moment. ``by_id`` is ``None`` for what the passing of time moved.
    """

    __tablename__ = "case_move"
    __table_args__ = (sa.Index("ix_case_move_panel_target", "panel", "target"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    panel: Mapped[str] = mapped_column(sa.String(40))
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(sa.String(40))
    source: Mapped[str] = mapped_column(sa.String(30))
    target: Mapped[str] = mapped_column(sa.String(30))
    by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))


class Exclusion(Model):
    """A declared conflict of interest: while it stands, this person cannot open the case, whatever their role.

    ``team_id``: it was declared with the person's whole agency, and is lifted with it.
    """

    __tablename__ = "exclusion"
    __table_args__ = (sa.Index("ix_exclusion_account_case", "account_id", "case_id"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    connection: Mapped[str] = mapped_column(sa.String(40))
    team_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("team_exclusion.id"), index=True)
    declared_at: Mapped[datetime] = mapped_column(default=now)
    declared_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))

    account: Mapped[Account] = relationship(foreign_keys=[account_id])


class TeamExclusion(Model):
    """A conflict of interest of a whole agency, declared in one act: whoever works there, later too, cannot open the
    case. Those who worked there then have an :class:`Exclusion` each besides, which goes with them when they move."""

    __tablename__ = "team_exclusion"
    __table_args__ = (sa.Index("ix_team_exclusion_agency_case", "agency_id", "case_id"),)

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"))
    connection: Mapped[str] = mapped_column(sa.String(40))
    declared_at: Mapped[datetime] = mapped_column(default=now)
    declared_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))

    agency: Mapped[Agency] = relationship(foreign_keys=[agency_id])


class LiftRequest(SealedRow, Model):
    """Somebody asks that a conflict of interest be lifted, of a person or of a whole agency (one of the two ids). It is
    lifted when a second person of another agency agrees. ``agreed`` is empty until then, or until it is declined."""

    __tablename__ = "lift_request"

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    exclusion_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("exclusion.id"))
    team_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("team_exclusion.id"))
    reason_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    reason = SealedText("reason_sealed")
    asked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    asked_by_agency_id: Mapped[UUID] = mapped_column(sa.ForeignKey("agency.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    agreed: Mapped[bool | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]

    asked_by: Mapped[Account] = relationship(foreign_keys=[asked_by_id])
    exclusion: Mapped[Exclusion | None] = relationship()
    team: Mapped[TeamExclusion | None] = relationship()


class TypedBefore(SealedRow, Model):
    """What somebody had typed on a page of a case when they were shut out of it, for those who run the panel.

    It has a key of its own: whoever is shut out cannot open the case's to write it. ``path``: the page it was for.
    """

    __tablename__ = "typed_before"

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    path: Mapped[str] = mapped_column(sa.String(300))
    fields_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    fields = SealedJSON("fields_sealed")
    kept_at: Mapped[datetime] = mapped_column(default=now)

    account: Mapped[Account] = relationship()
