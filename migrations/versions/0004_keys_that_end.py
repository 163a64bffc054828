"""Emergency access, keys that end, an index that forgives

The index of people is of another kind from here on, and what the old one held cannot be turned into it. Its rows are kept
as places to be filled: they tell whose records are found by it, and nothing finds them. The newest schema's ``prepare``
(or ``keys rotate search``) then makes the index anew from the records. Going back leaves such rows too, and the older
product cannot fill them: a person then stands in its index again when they are next changed.

Revision: 0004, after 0003
"""
import secrets
import uuid

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    old = _take('search_token'), _take('match_query')
    op.create_table('equality_count',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('panel', sa.String(length=40), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('answer', sa.String(length=40), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equality_count')),
    sa.UniqueConstraint('panel', 'year', 'question', 'answer', name='uq_equality_count_answer')
    )
    op.create_table('root_use',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('destroyed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_root_use'))
    )
    op.create_table('unreadable_value',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('table_of', sa.String(length=40), nullable=False),
    sa.Column('column_of', sa.String(length=40), nullable=False),
    sa.Column('row_id', sa.Uuid(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unreadable_value')),
    sa.UniqueConstraint('table_of', 'column_of', 'row_id', name='uq_unreadable_value_place')
    )
    with op.batch_alter_table('unreadable_value', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unreadable_value_last_at'), ['last_at'], unique=False)

    op.create_table('search_index',
    sa.Column('panel', sa.String(length=40), nullable=False),
    sa.Column('generation', sa.SmallInteger(), nullable=False),
    sa.Column('key_id', sa.Uuid(), nullable=False),
    sa.Column('next_key_id', sa.Uuid(), nullable=True),
    sa.Column('done_type', sa.String(length=20), nullable=True),
    sa.Column('done_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['key_id'], ['panel_key.id'], name=op.f('fk_search_index_key_id_panel_key')),
    sa.ForeignKeyConstraint(['next_key_id'], ['panel_key.id'], name=op.f('fk_search_index_next_key_id_panel_key')),
    sa.PrimaryKeyConstraint('panel', name=op.f('pk_search_index'))
    )
    op.create_table('destruction',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_by_id', sa.Uuid(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('destroyed', sa.JSON(), nullable=False),
    sa.Column('kept_people', sa.Integer(), nullable=False),
    sa.Column('panel_key_ids', sa.JSON(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('signed_by', sa.String(length=16), nullable=False),
    sa.Column('signature', sa.LargeBinary(), nullable=False),
    sa.Column('swept_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['approved_by_id'], ['account.id'], name=op.f('fk_destruction_approved_by_id_account')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_destruction_asked_by_id_account')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_destruction_case_id_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_destruction')),
    sa.UniqueConstraint('case_id', name=op.f('uq_destruction_case_id'))
    )
    op.create_table('emergency_access',
    sa.Column('panel', sa.String(length=40), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('grant_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('reason_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=14), nullable=False),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('data_key_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_emergency_access_account_id_account')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_emergency_access_agency_id_agency')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_emergency_access_case_id_case')),
    sa.ForeignKeyConstraint(['data_key_id'], ['data_key.id'], name=op.f('fk_emergency_access_data_key_id_data_key')),
    sa.ForeignKeyConstraint(['grant_id'], ['case_grant.id'], name=op.f('fk_emergency_access_grant_id_case_grant')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_emergency_access')),
    sa.UniqueConstraint('grant_id', name=op.f('uq_emergency_access_grant_id'))
    )
    with op.batch_alter_table('emergency_access', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_emergency_access_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_emergency_access_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_emergency_access_data_key_id'), ['data_key_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_emergency_access_due_at'), ['due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_emergency_access_panel'), ['panel'], unique=False)

    op.create_table('emergency_review_step',
    sa.Column('access_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=14), nullable=False),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('data_key_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['access_id'], ['emergency_access.id'], name=op.f('fk_emergency_review_step_access_id_emergency_access')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_emergency_review_step_by_id_account')),
    sa.ForeignKeyConstraint(['data_key_id'], ['data_key.id'], name=op.f('fk_emergency_review_step_data_key_id_data_key')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_emergency_review_step'))
    )
    with op.batch_alter_table('emergency_review_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_emergency_review_step_access_id'), ['access_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_emergency_review_step_data_key_id'), ['data_key_id'], unique=False)

    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.add_column(sa.Column('destroyed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_case_open_by_review', ['panel', 'next_review_on', 'reference'], unique=False, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    with op.batch_alter_table('data_key', schema=None) as batch_op:
        batch_op.add_column(sa.Column('destroyed_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('panel_key', schema=None) as batch_op:
        batch_op.add_column(sa.Column('wrapped_by', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('destroyed_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('resident_request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('was_counted', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('files_sealed', sa.LargeBinary(), nullable=True))

    _make_new_index()
    _fill_new_index(*old)


def _take(name):
    """The rows of a table, which is gone then."""
    table = sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())
    rows = [dict(row) for row in op.get_bind().execute(sa.select(table)).mappings()]
    op.drop_table(name)
    return rows


def _make_new_index():
    op.create_table('search_token',
    sa.Column('token', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('place', sa.LargeBinary(length=16), nullable=False),
    sa.Column('panel', sa.String(length=40), nullable=False),
    sa.Column('generation', sa.SmallInteger(), nullable=False),
    sa.Column('owner_type', sa.String(length=20), nullable=False),
    sa.Column('owner_id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_search_token'))
    )
    op.create_table('match_query',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('own_panel', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('asked_panel', sa.String(length=40), nullable=False),
    sa.Column('generation', sa.SmallInteger(), nullable=False),
    sa.Column('token', sa.BigInteger(), nullable=False),
    sa.Column('place', sa.LargeBinary(length=16), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_query'))
    )
    _index_both()


def _make_old_index():
    op.create_table('search_token',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('panel', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('token', sa.LargeBinary(length=8), nullable=False),
    sa.Column('owner_type', sa.String(length=20), nullable=False),
    sa.Column('owner_id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_token'))
    )
    with op.batch_alter_table('search_token', schema=None) as batch_op:
        batch_op.create_index('ix_search_token_panel_token', ['panel', 'token'], unique=False)
    op.create_table('match_query',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('own_panel', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('asked_panel', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('token', sa.LargeBinary(length=8), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_query'))
    )
    _index_both()


def _index_both():
    with op.batch_alter_table('search_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_search_token_owner_id'), ['owner_id'], unique=False)
    with op.batch_alter_table('match_query', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_match_query_person_id'), ['person_id'], unique=False)


def _fill_new_index(tokens, questions):
    """Rows that nothing finds, and for each panel an index that is being made anew. Questions of one panel to another
    that no job has answered yet are put to no index: run the jobs before an upgrade."""
    numbers = set()
    while len(numbers) < len(tokens):
        numbers.add(secrets.randbits(63))
    _insert('search_token', [
        {'token': number, 'place': secrets.token_bytes(16), 'generation': 1, **_only(row, 'panel', 'owner_type', 'owner_id')}
        for number, row in zip(numbers, tokens)
    ])
    _insert('match_query', [
        {'token': secrets.randbits(63), 'place': secrets.token_bytes(16), 'generation': 0, **_only(row, *QUESTION)}
        for row in questions
    ])
    keys = sa.table('panel_key', sa.column('id', sa.Uuid()), sa.column('panel'), sa.column('purpose'), sa.column('version'))
    newest = sa.select(keys.c.panel, keys.c.id).where(keys.c.purpose == 'search').order_by(keys.c.version)
    known = {panel: key_id for panel, key_id in op.get_bind().execute(newest)}
    _insert('search_index', [
        {'panel': panel, 'generation': 1, 'key_id': known[panel], 'next_key_id': known[panel]}
        for panel in sorted({row['panel'] for row in tokens} & known.keys())
    ])


def _fill_old_index(tokens, questions):
    _insert('search_token', [
        {'id': uuid.uuid4(), 'token': secrets.token_bytes(8), 'kind': 'name', **_only(row, 'panel', 'owner_type', 'owner_id')}
        for row in tokens
    ])
    _insert('match_query', [
        {'token': secrets.token_bytes(8), 'kind': 'name', **_only(row, *QUESTION)} for row in questions
    ])


QUESTION = ('id', 'own_panel', 'person_id', 'asked_panel', 'asked_at')


def _only(row, *names):
    return {name: uuid.UUID(row[name]) if name.endswith('id') and isinstance(row[name], str) else row[name] for name in names}


def _insert(name, rows):
    table = sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())
    for column in table.c:
        if column.name == 'id' or column.name.endswith('_id'):
            column.type = sa.Uuid()
    if rows:
        op.get_bind().execute(sa.insert(table), rows)


def downgrade() -> None:
    new = _take('search_token'), _take('match_query')
    _make_old_index()
    _fill_old_index(*new)
    with op.batch_alter_table('resident_request', schema=None) as batch_op:
        batch_op.drop_column('files_sealed')
        batch_op.drop_column('was_counted')

    with op.batch_alter_table('panel_key', schema=None) as batch_op:
        batch_op.drop_column('destroyed_at')
        batch_op.drop_column('retired_at')
        batch_op.drop_column('wrapped_by')

    with op.batch_alter_table('data_key', schema=None) as batch_op:
        batch_op.drop_column('destroyed_at')

    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.drop_index('ix_case_open_by_review', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.drop_column('destroyed_at')

    with op.batch_alter_table('emergency_review_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_emergency_review_step_data_key_id'))
        batch_op.drop_index(batch_op.f('ix_emergency_review_step_access_id'))

    op.drop_table('emergency_review_step')
    with op.batch_alter_table('emergency_access', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_emergency_access_panel'))
        batch_op.drop_index(batch_op.f('ix_emergency_access_due_at'))
        batch_op.drop_index(batch_op.f('ix_emergency_access_data_key_id'))
        batch_op.drop_index(batch_op.f('ix_emergency_access_case_id'))
        batch_op.drop_index(batch_op.f('ix_emergency_access_account_id'))

    op.drop_table('emergency_access')
    op.drop_table('destruction')
    op.drop_table('search_index')
    with op.batch_alter_table('unreadable_value', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unreadable_value_last_at'))

    op.drop_table('unreadable_value')
    op.drop_table('root_use')
    op.drop_table('equality_count')
