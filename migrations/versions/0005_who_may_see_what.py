"""Who may see what: ways of signing in, roles that two people give, records kept from somebody, referrals that end

Revision: 0005, after 0004
"""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


ENDED = (
    "'closed', 'closed_here', 'closed_no_action', 'draft', 'duplicate', 'finalised', 'gateway_exit', "
    "'not_adopted_signposted', 'not_asb_redirected', 'noted', 'out_of_area_forwarded', 'plp', "
    "'post_exit_12m', 'post_exit_6m', 'pursue', 'rejected', 'stood_down', 'transferred', 'withdrawn'"
)
"""States in which a referral has come to an end."""


def upgrade() -> None:
    op.create_table('account_notice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=True),
    sa.Column('what', sa.String(length=30), nullable=False),
    sa.Column('device', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_notice_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_notice'))
    )
    with op.batch_alter_table('account_notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_notice_account_id'), ['account_id'], unique=False)

    op.create_table('agency_agreement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(length=80), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('contact', sa.String(length=200), nullable=False),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_agency_agreement_agency_id_agency')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_agency_agreement_recorded_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agency_agreement'))
    )
    with op.batch_alter_table('agency_agreement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agency_agreement_agency_id'), ['agency_id'], unique=False)

    op.create_table('factor_reset',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by_id', sa.Uuid(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_factor_reset_account_id_account')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_factor_reset_asked_by_id_account')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['account.id'], name=op.f('fk_factor_reset_confirmed_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_factor_reset'))
    )
    with op.batch_alter_table('factor_reset', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_factor_reset_account_id'), ['account_id'], unique=False)

    op.create_table('kept_apart',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('object_id', sa.Uuid(), nullable=False),
    sa.Column('object_type', sa.String(length=10), nullable=False),
    sa.Column('panel', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('mark', sa.LargeBinary(length=8), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cleared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cleared_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_kept_apart_account_id_account')),
    sa.ForeignKeyConstraint(['cleared_by_id'], ['account.id'], name=op.f('fk_kept_apart_cleared_by_id_account')),
    sa.PrimaryKeyConstraint('account_id', 'object_id', name=op.f('pk_kept_apart'))
    )
    with op.batch_alter_table('kept_apart', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kept_apart_object_id'), ['object_id'], unique=False)

    op.create_table('own_facts',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('facts_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('data_key_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_own_facts_account_id_account')),
    sa.ForeignKeyConstraint(['data_key_id'], ['data_key.id'], name=op.f('fk_own_facts_data_key_id_data_key')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_facts')),
    sa.UniqueConstraint('account_id', name=op.f('uq_own_facts_account_id'))
    )
    with op.batch_alter_table('own_facts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_own_facts_data_key_id'), ['data_key_id'], unique=False)

    op.create_table('passkey',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('credential_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_passkey_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
    sa.UniqueConstraint('credential_hash', name=op.f('uq_passkey_credential_hash'))
    )
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkey_account_id'), ['account_id'], unique=False)

    op.create_table('passkey_challenge',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('challenge', sa.LargeBinary(length=32), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_passkey_challenge_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey_challenge'))
    )
    with op.batch_alter_table('passkey_challenge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkey_challenge_made_at'), ['made_at'], unique=False)

    op.create_table('recovery_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('code_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_recovery_code_account_id_account')),
    sa.ForeignKeyConstraint(['key_id'], ['panel_key.id'], name=op.f('fk_recovery_code_key_id_panel_key')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code'))
    )
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_code_account_id'), ['account_id'], unique=False)

    op.create_table('team_exclusion',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('connection', sa.String(length=40), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('declared_by_id', sa.Uuid(), nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_team_exclusion_agency_id_agency')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_team_exclusion_case_id_case')),
    sa.ForeignKeyConstraint(['declared_by_id'], ['account.id'], name=op.f('fk_team_exclusion_declared_by_id_account')),
    sa.ForeignKeyConstraint(['lifted_by_id'], ['account.id'], name=op.f('fk_team_exclusion_lifted_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team_exclusion'))
    )
    with op.batch_alter_table('team_exclusion', schema=None) as batch_op:
        batch_op.create_index('ix_team_exclusion_agency_case', ['agency_id', 'case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_team_exclusion_case_id'), ['case_id'], unique=False)

    op.create_table('typed_before',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('path', sa.String(length=300), nullable=False),
    sa.Column('fields_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('data_key_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_typed_before_account_id_account')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_typed_before_case_id_case')),
    sa.ForeignKeyConstraint(['data_key_id'], ['data_key.id'], name=op.f('fk_typed_before_data_key_id_data_key')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_typed_before'))
    )
    with op.batch_alter_table('typed_before', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_typed_before_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_typed_before_data_key_id'), ['data_key_id'], unique=False)

    op.create_table('lift_request',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('exclusion_id', sa.Uuid(), nullable=True),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.Column('reason_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_by_agency_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed', sa.Boolean(), nullable=True),
    sa.Column('settled_by_id', sa.Uuid(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('data_key_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_agency_id'], ['agency.id'], name=op.f('fk_lift_request_asked_by_agency_id_agency')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_lift_request_asked_by_id_account')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_lift_request_case_id_case')),
    sa.ForeignKeyConstraint(['data_key_id'], ['data_key.id'], name=op.f('fk_lift_request_data_key_id_data_key')),
    sa.ForeignKeyConstraint(['exclusion_id'], ['exclusion.id'], name=op.f('fk_lift_request_exclusion_id_exclusion')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['account.id'], name=op.f('fk_lift_request_settled_by_id_account')),
    sa.ForeignKeyConstraint(['team_id'], ['team_exclusion.id'], name=op.f('fk_lift_request_team_id_team_exclusion')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lift_request'))
    )
    with op.batch_alter_table('lift_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lift_request_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lift_request_data_key_id'), ['data_key_id'], unique=False)

    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('suspended_because', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('ends_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('left_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('unused_since', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('warned_on', sa.Date(), nullable=True))

    with op.batch_alter_table('agency', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mail_domains', sa.String(length=500), server_default='', nullable=False))
        batch_op.add_column(sa.Column('lead_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('agreement_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('shuts_on', sa.Date(), nullable=True))

    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('confirmed_by_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('certified_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('certified_by_agency_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('certified_by_agency_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('certified_by_chair_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('certified_by_chair_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('certify_reminded_on', sa.Date(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_appointment_certified_by_chair_id_account'), 'account', ['certified_by_chair_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_appointment_confirmed_by_id_account'), 'account', ['confirmed_by_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_appointment_certified_by_agency_id_account'), 'account', ['certified_by_agency_id'], ['id'])

    with op.batch_alter_table('destruction', schema=None) as batch_op:
        batch_op.add_column(sa.Column('referral_id', sa.Uuid(), nullable=True))
        batch_op.alter_column('case_id',
               existing_type=sa.Uuid(),
               nullable=True)
        batch_op.create_unique_constraint(batch_op.f('uq_destruction_referral_id'), ['referral_id'])
        batch_op.create_check_constraint(batch_op.f('ck_destruction_one_record'), '(case_id IS NULL) <> (referral_id IS NULL)')
        batch_op.create_foreign_key(batch_op.f('fk_destruction_referral_id_referral'), 'referral', ['referral_id'], ['id'])

    with op.batch_alter_table('exclusion', schema=None) as batch_op:
        batch_op.add_column(sa.Column('team_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_exclusion_team_id'), ['team_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_exclusion_team_id_team_exclusion'), 'team_exclusion', ['team_id'], ['id'])

    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('destroyed_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('second_factor', schema=None) as batch_op:
        batch_op.add_column(sa.Column('next_secret_sealed', sa.LargeBinary(), nullable=True))

    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('has_notice', sa.Boolean(), server_default=sa.false(), nullable=False))
    # Roles that stand are to be confirmed within a month; those that nobody gave (the demonstration's) and duties are not.
    lasting = "panel IS NULL OR granted_by_id IS NULL"
    op.execute(f"UPDATE appointment SET certified_until = to_on WHERE {lasting}")
    soon = sa.text("UPDATE appointment SET certified_until = CASE WHEN to_on < :soon THEN to_on ELSE :soon END "
                   "WHERE certified_until IS NULL").bindparams(sa.bindparam("soon", date.today() + timedelta(days=31), sa.Date()))
    op.execute(soon)
    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.alter_column('certified_until', existing_type=sa.Date(), nullable=False)
    # Roles that were given by one person go on; who is given one from here on needs a second person.
    op.execute("UPDATE appointment SET confirmed_at = created_at")
    # Agencies have three months to put their agreement on record before what their people may see is shut.
    grace = sa.text("UPDATE agency SET shuts_on = :soon").bindparams(sa.bindparam("soon", date.today() + timedelta(days=90), sa.Date()))
    op.execute(grace)
    # Nobody is shut out for not having signed in before this began to count.
    op.execute("UPDATE account SET unused_since = CURRENT_TIMESTAMP")
    # The index knows a new kind of term: ``prepare`` makes it anew.
    op.execute("UPDATE search_index SET next_key_id = key_id WHERE next_key_id IS NULL")
    op.execute(
        'UPDATE referral SET destroyed_at = (SELECT destroyed_at FROM "case" WHERE "case".id = referral.case_id) '
        "WHERE case_id IS NOT NULL"
    )
    op.execute(
        "UPDATE referral SET ended_at = COALESCE((SELECT MAX(COALESCE(confirmed_at, decided_at)) FROM triage_decision "
        "WHERE triage_decision.referral_id = referral.id), submitted_at) "
        f"WHERE case_id IS NULL AND submitted_at IS NOT NULL AND state IN ({ENDED})"
    )


def downgrade() -> None:
    # An end that only the newer product knows.
    op.execute('DELETE FROM destruction WHERE case_id IS NULL')
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.drop_column('has_notice')

    with op.batch_alter_table('second_factor', schema=None) as batch_op:
        batch_op.drop_column('next_secret_sealed')

    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.drop_column('destroyed_at')
        batch_op.drop_column('ended_at')

    with op.batch_alter_table('exclusion', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_exclusion_team_id_team_exclusion'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_exclusion_team_id'))
        batch_op.drop_column('team_id')

    with op.batch_alter_table('destruction', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_destruction_referral_id_referral'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('ck_destruction_one_record'), type_='check')
        batch_op.drop_constraint(batch_op.f('uq_destruction_referral_id'), type_='unique')
        batch_op.alter_column('case_id',
               existing_type=sa.Uuid(),
               nullable=False)
        batch_op.drop_column('referral_id')

    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_appointment_certified_by_agency_id_account'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_appointment_confirmed_by_id_account'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_appointment_certified_by_chair_id_account'), type_='foreignkey')
        batch_op.drop_column('certify_reminded_on')
        batch_op.drop_column('certified_by_chair_id')
        batch_op.drop_column('certified_by_chair_on')
        batch_op.drop_column('certified_by_agency_id')
        batch_op.drop_column('certified_by_agency_on')
        batch_op.drop_column('certified_until')
        batch_op.drop_column('confirmed_at')
        batch_op.drop_column('confirmed_by_id')

    with op.batch_alter_table('agency', schema=None) as batch_op:
        batch_op.drop_column('shuts_on')
        batch_op.drop_column('agreement_until')
        batch_op.drop_column('lead_id')
        batch_op.drop_column('mail_domains')

    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_column('warned_on')
        batch_op.drop_column('unused_since')
        batch_op.drop_column('left_at')
        batch_op.drop_column('ends_on')
        batch_op.drop_column('suspended_because')

    with op.batch_alter_table('lift_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lift_request_data_key_id'))
        batch_op.drop_index(batch_op.f('ix_lift_request_case_id'))

    op.drop_table('lift_request')
    with op.batch_alter_table('typed_before', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_typed_before_data_key_id'))
        batch_op.drop_index(batch_op.f('ix_typed_before_case_id'))

    op.drop_table('typed_before')
    with op.batch_alter_table('team_exclusion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_team_exclusion_case_id'))
        batch_op.drop_index('ix_team_exclusion_agency_case')

    op.drop_table('team_exclusion')
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recovery_code_account_id'))

    op.drop_table('recovery_code')
    with op.batch_alter_table('passkey_challenge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passkey_challenge_made_at'))

    op.drop_table('passkey_challenge')
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passkey_account_id'))

    op.drop_table('passkey')
    with op.batch_alter_table('own_facts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_own_facts_data_key_id'))

    op.drop_table('own_facts')
    with op.batch_alter_table('kept_apart', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kept_apart_object_id'))

    op.drop_table('kept_apart')
    with op.batch_alter_table('factor_reset', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_factor_reset_account_id'))

    op.drop_table('factor_reset')
    with op.batch_alter_table('agency_agreement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agency_agreement_agency_id'))

    op.drop_table('agency_agreement')
    with op.batch_alter_table('account_notice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_notice_account_id'))

    op.drop_table('account_notice')
