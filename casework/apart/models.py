"""What a person told of themselves so that they are kept away from what is too near, and from what it keeps them."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auth.encryption.sealed import SealedJSON, SealedRow
from extensions import Model, now


class OwnFacts(SealedRow, Model):
    """Told by the person on their own page, sealed with a key of its own and shown to nobody else.

    ``facts``: surname, address (as an address field has it), relatives (one name a line).
    """

    __tablename__ = "own_facts"

    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    facts_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    facts = SealedJSON("facts_sealed")
    told_at: Mapped[datetime] = mapped_column(default=now)


class KeptApart(Model):
    """One person and one record with somebody in it whom they told of. Until a chair clears it, the record does not
    exist for them. A row stays when the person takes their facts back.

    ``object_id``: a case, or a referral that is no case yet. ``kind``: of :mod:`casework.apart.rules`; what agrees is
    not kept. ``mark``: which people of the record it was, as a keyed hash of their ids: somebody else who is added
    later keeps the person apart again, though the first was cleared.
    """

    __tablename__ = "kept_apart"

    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    object_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, index=True)
    object_type: Mapped[str] = mapped_column(sa.String(10))
    panel: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[str] = mapped_column(sa.String(12))
    mark: Mapped[bytes] = mapped_column(sa.LargeBinary(8))
    found_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    cleared_at: Mapped[datetime | None]
    cleared_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
