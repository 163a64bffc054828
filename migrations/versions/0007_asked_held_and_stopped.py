"""What was searched for, entries kept beyond their time, and access that is stopped

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('log_hold',
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('object_id', sa.Uuid(), nullable=False),
    sa.Column('reason_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('data_key_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_log_hold_by_id_account')),
    sa.ForeignKeyConstraint(['data_key_id'], ['data_key.id'], name=op.f('fk_log_hold_data_key_id_data_key')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['account.id'], name=op.f('fk_log_hold_ended_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_hold'))
    )
    with op.batch_alter_table('log_hold', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_log_hold_data_key_id'), ['data_key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_log_hold_object_id'), ['object_id'], unique=False)

    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('frozen_until', sa.DateTime(timezone=True), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_column('frozen_until')

    with op.batch_alter_table('log_hold', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_log_hold_object_id'))
        batch_op.drop_index(batch_op.f('ix_log_hold_data_key_id'))

    op.drop_table('log_hold')
