"""Ways in through an organisation, cover for a colleague, the tree over the access log, what auditors ask

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('access_checkpoint',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('root', sa.LargeBinary(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('occasion', sa.String(length=10), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('seen', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_access_checkpoint'))
    )
    with op.batch_alter_table('access_checkpoint', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_checkpoint_size'), ['size'], unique=False)

    op.create_table('access_leaf',
    sa.Column('position', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('entry_number', sa.BigInteger(), nullable=False),
    sa.Column('who_salt', sa.LargeBinary(length=16), nullable=True),
    sa.Column('what_salt', sa.LargeBinary(length=16), nullable=True),
    sa.Column('rest_salt', sa.LargeBinary(length=16), nullable=True),
    sa.Column('erased', sa.JSON(), nullable=True),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_access_leaf')),
    sa.UniqueConstraint('entry_number', name=op.f('uq_access_leaf_entry_number'))
    )
    op.create_table('access_sealing',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('settled', sa.BigInteger(), nullable=False),
    sa.Column('candidate', sa.BigInteger(), nullable=True),
    sa.Column('waiting_for', sa.JSON(), nullable=True),
    sa.Column('wanted', sa.String(length=10), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_sealing'))
    )
    op.create_table('access_tile',
    sa.Column('level', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('place', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('filled', sa.Integer(), nullable=False),
    sa.Column('hashes', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('level', 'place', name=op.f('pk_access_tile'))
    )
    op.create_table('access_check',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('done', sa.BigInteger(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=True),
    sa.Column('position', sa.BigInteger(), nullable=True),
    sa.Column('until', sa.BigInteger(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_access_check_asked_by_id_account')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_access_check'))
    )
    op.create_table('audit_sample',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('seed', sa.String(length=40), nullable=False),
    sa.Column('population', sa.Integer(), nullable=False),
    sa.Column('up_to', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('drawn_by_id', sa.Uuid(), nullable=False),
    sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['drawn_by_id'], ['account.id'], name=op.f('fk_audit_sample_drawn_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_sample'))
    )
    op.create_table('flag_decision',
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('about', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('figure', sa.Integer(), nullable=False),
    sa.Column('up_to', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('log_at', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('data_key_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_flag_decision_account_id_account')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_flag_decision_by_id_account')),
    sa.ForeignKeyConstraint(['data_key_id'], ['data_key.id'], name=op.f('fk_flag_decision_data_key_id_data_key')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_flag_decision'))
    )
    with op.batch_alter_table('flag_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_flag_decision_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_flag_decision_data_key_id'), ['data_key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_flag_decision_state'), ['state'], unique=False)
        batch_op.create_index('ix_flag_decision_what', ['kind', 'about'], unique=False)

    op.create_table('provider',
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('in_force', sa.Boolean(), nullable=False),
    sa.Column('issuer', sa.String(length=300), nullable=False),
    sa.Column('client_id', sa.String(length=200), nullable=False),
    sa.Column('client_secret_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('other_hosts', sa.String(length=500), nullable=False),
    sa.Column('counts_as_two', sa.Boolean(), nullable=False),
    sa.Column('acr_values', sa.String(length=300), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('data_key_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_provider_agency_id_agency')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_provider_asked_by_id_account')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['account.id'], name=op.f('fk_provider_confirmed_by_id_account')),
    sa.ForeignKeyConstraint(['data_key_id'], ['data_key.id'], name=op.f('fk_provider_data_key_id_data_key')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provider')),
    sa.UniqueConstraint('agency_id', 'in_force', name='uq_provider_agency_id_in_force')
    )
    with op.batch_alter_table('provider', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_provider_data_key_id'), ['data_key_id'], unique=False)

    op.create_table('provider_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('issuer', sa.String(length=300), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_provider_link_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provider_link')),
    sa.UniqueConstraint('account_id', name=op.f('uq_provider_link_account_id')),
    sa.UniqueConstraint('issuer', 'subject', name='uq_provider_link_issuer_subject')
    )
    op.create_table('flag_step',
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('data_key_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_flag_step_by_id_account')),
    sa.ForeignKeyConstraint(['data_key_id'], ['data_key.id'], name=op.f('fk_flag_step_data_key_id_data_key')),
    sa.ForeignKeyConstraint(['decision_id'], ['flag_decision.id'], name=op.f('fk_flag_step_decision_id_flag_decision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_flag_step'))
    )
    with op.batch_alter_table('flag_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_flag_step_data_key_id'), ['data_key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_flag_step_decision_id'), ['decision_id'], unique=False)

    op.create_table('sampled_entry',
    sa.Column('sample_id', sa.Uuid(), nullable=False),
    sa.Column('entry_number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('looked_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['looked_by_id'], ['account.id'], name=op.f('fk_sampled_entry_looked_by_id_account')),
    sa.ForeignKeyConstraint(['sample_id'], ['audit_sample.id'], name=op.f('fk_sampled_entry_sample_id_audit_sample')),
    sa.PrimaryKeyConstraint('sample_id', 'entry_number', name=op.f('pk_sampled_entry'))
    )
    with op.batch_alter_table('access_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('for_account_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_access_entry_for_account_id'), ['for_account_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_access_entry_for_account_id_account'), 'account', ['for_account_id'], ['id'])

    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('covers_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_appointment_covers_id'), ['covers_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_appointment_covers_id_appointment'), 'appointment', ['covers_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_appointment_covers_id_appointment'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_appointment_covers_id'))
        batch_op.drop_column('covers_id')

    with op.batch_alter_table('access_entry', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_access_entry_for_account_id_account'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_access_entry_for_account_id'))
        batch_op.drop_column('for_account_id')

    op.drop_table('sampled_entry')
    with op.batch_alter_table('flag_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_flag_step_decision_id'))
        batch_op.drop_index(batch_op.f('ix_flag_step_data_key_id'))

    op.drop_table('flag_step')
    op.drop_table('provider_link')
    with op.batch_alter_table('provider', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_provider_data_key_id'))

    op.drop_table('provider')
    with op.batch_alter_table('flag_decision', schema=None) as batch_op:
        batch_op.drop_index('ix_flag_decision_what')
        batch_op.drop_index(batch_op.f('ix_flag_decision_state'))
        batch_op.drop_index(batch_op.f('ix_flag_decision_data_key_id'))
        batch_op.drop_index(batch_op.f('ix_flag_decision_account_id'))

    op.drop_table('flag_decision')
    op.drop_table('audit_sample')
    op.drop_table('access_check')
    op.drop_table('access_tile')
    op.drop_table('access_sealing')
    op.drop_table('access_leaf')
    with op.batch_alter_table('access_checkpoint', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_checkpoint_size'))

    op.drop_table('access_checkpoint')
