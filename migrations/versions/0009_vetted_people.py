"""The days on which people were vetted, and until when that holds

Revision: 0009, after 0008
"""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DAYS_TO_RECORD = 31


def upgrade() -> None:
    op.create_table(
        "vetting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("vetted_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_vetting_account_id_account")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_vetting_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_vetting_asked_by_id_account")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["account.id"], name=op.f("fk_vetting_confirmed_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vetting")),
    )
    with op.batch_alter_table("vetting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vetting_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vetting_appointment_id"), ["appointment_id"], unique=False)

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("vetted_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("vetted_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("vetting_reminded_on", sa.Date(), nullable=True))

    # Whoever held a role when vetting began to be asked for keeps it for a month, in which it is to be recorded. At this
    # revision one panel asks for it.
    held = (
        "SELECT account_id FROM appointment WHERE panel = 'channel' AND role <> 'referrer' "
        "AND confirmed_at IS NOT NULL AND ended_at IS NULL"
    )
    soon = sa.text(f"UPDATE account SET vetted_until = :soon WHERE left_at IS NULL AND id IN ({held})")
    op.execute(soon.bindparams(sa.bindparam("soon", date.today() + timedelta(days=DAYS_TO_RECORD), sa.Date())))


def downgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("vetting_reminded_on")
        batch_op.drop_column("vetted_until")
        batch_op.drop_column("vetted_on")

    with op.batch_alter_table("vetting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vetting_appointment_id"))
        batch_op.drop_index(batch_op.f("ix_vetting_account_id"))

    op.drop_table("vetting")
