"""Copies of papers, moved notes, how far old entries are erased, and until when a client secret holds

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_expiry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("walked", sa.BigInteger(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_expiry")),
    )
    op.create_table(
        "pack_copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pack_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("back_how", sa.String(length=12), nullable=True),
        sa.Column("back_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_pack_copy_account_id_account")),
        sa.ForeignKeyConstraint(["back_by_id"], ["account.id"], name=op.f("fk_pack_copy_back_by_id_account")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_pack_copy_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name=op.f("fk_pack_copy_pack_id_pack")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_copy")),
        sa.UniqueConstraint("pack_id", "account_id", name="uq_pack_copy_pack_account"),
        sa.UniqueConstraint("pack_id", "number", name="uq_pack_copy_pack_number"),
    )
    with op.batch_alter_table("pack_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pack_copy_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pack_copy_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pack_copy_pack_id"), ["pack_id"], unique=False)

    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("came_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.add_column(sa.Column("secret_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("secret_reminded_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.drop_column("secret_reminded_on")
        batch_op.drop_column("secret_until")

    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_column("came_at")
        batch_op.drop_column("moved_at")

    with op.batch_alter_table("pack_copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pack_copy_pack_id"))
        batch_op.drop_index(batch_op.f("ix_pack_copy_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_pack_copy_account_id"))

    op.drop_table("pack_copy")
    op.drop_table("access_expiry")
