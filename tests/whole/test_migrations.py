"""Migrations lead to the models, back to nothing, and keep what is in the tables on the way."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy_utils import create_database, drop_database

from auth.access_log import system
from auth.access_log.models import AccessEntry
from auth.accounts import vetting
from auth.current import actor_of
from auth.models import Account
from casework.panel_type.registry import panel_types
from casework.people.search import find_owners
from casework.people.terms import name_terms
from config import Settings
from demo.commands import DEMO_PANELS, load
from demo.people import demo_people, load_agencies, load_people
from extensions import clock_at, db, now, unit_of_work
from tests.tables import KIND
from wording.dates import today
from wsgi import create_app

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
HEAD = str(ScriptDirectory(MIGRATIONS).get_current_head())
Tables = dict[str, tuple[frozenset[str], list[dict[str, Any]]]]

# What the story must have put there, or keeping it would prove little.
TOLD = {"case", "person", "address", "referral_answers", "action_update", "item_record", "minutes_item", "access_entry"}

# What the index of people holds is made anew from the records, and is of another kind in an older schema.
MADE_ANEW = {"search_token": {"token", "id"}, "match_query": {"token"}, "search_index": {"next_key_id"}}

FRAME = f"""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "test", "{HEAD}", None, None
"""

# SQLite can only make this by building the table anew, and many others point at this one.
REBUILD = """

def upgrade() -> None:
    with op.batch_alter_table("case") as case:
        case.add_column(sa.Column("told", sa.String(length=9), nullable=False, server_default="nothing"))
        case.alter_column("panel", existing_type=sa.String(length=40), type_=sa.String(length=50))


def downgrade() -> None:
    with op.batch_alter_table("case") as case:
        case.alter_column("panel", existing_type=sa.String(length=50), type_=sa.String(length=40))
        case.drop_column("told")
"""

# The database or the check at the end must refuse this: it leaves accounts and actions without their agency.
BREAK = """

def upgrade() -> None:
    op.execute("DELETE FROM agency")
"""


@pytest.fixture
def empty_app(whole_app: Flask, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application in demo mode on a database of its own, without a table."""
    if KIND == "sqlite":
        address = f"sqlite:///{tmp_path}/empty.sqlite"
    else:
        address = sa.make_url(database_url).set(database="empty_for_migrations").render_as_string(hide_password=False)
        create_database(address)
    app = create_app(Settings(instance_dir=tmp_path, DATABASE_URL=address, demo=True))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if KIND != "sqlite":
        drop_database(address)


@pytest.fixture
def story(empty_app: Flask) -> Flask:
    """The newest schema with the demonstration's story in its tables."""
    runner = empty_app.test_cli_runner()
    assert runner.invoke(args=["prepare"]).exit_code == 0
    told = runner.invoke(load)
    assert told.exit_code == 0, told.output
    return empty_app


def with_one_more(folder: Path, change: str) -> str:
    """The migrations with one more on top; returns their folder."""
    copy = folder / "migrations"
    shutil.copytree(MIGRATIONS, copy)
    (copy / "versions" / "of_the_test.py").write_text(FRAME + change)
    return str(copy)


def differences() -> list[Any]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, db.metadata)
        return [change for change in found if "alembic_version" not in str(change)]


def stored() -> Tables:
    """The columns and the rows of every table as the database itself gives them, without our models."""
    with db.engine.connect() as connection:
        names = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
        found = {name: connection.exec_driver_sql(f'SELECT * FROM "{name}"') for name in names}  # noqa: S608
        return {
            name: (frozenset(result.keys()), [dict(row) for row in result.mappings()]) for name, result in found.items()
        }


def assert_kept(before: Tables, after: Tables) -> None:
    """Every row of a table that is in both is still there, and the same in every column that is in both."""
    for name in before.keys() & after.keys():
        shared = sorted((before[name][0] & after[name][0]) - MADE_ANEW.get(name, set()))
        was = sorted(repr([row[column] for column in shared]) for row in before[name][1])
        now = sorted(repr([row[column] for column in shared]) for row in after[name][1])
        assert was == now, name


def walk_down(directory: str) -> list[Tables]:
    """From the newest revision to nothing: down one, up one, down one again; returns what stood at each revision."""
    seen = []
    for _ in ScriptDirectory(directory).walk_revisions():
        before = stored()
        downgrade(directory, "-1")
        below = stored()
        assert_kept(before, below)
        upgrade(directory, "+1")
        assert stored().keys() == before.keys()
        assert_kept(below, stored())
        downgrade(directory, "-1")
        seen.append(before)
    return seen


def test_migrations_make_what_the_models_say(empty_app: Flask) -> None:
    upgrade()
    assert differences() == []


@pytest.mark.long
def test_a_migration_would_lose_or_change_a_row_of_the_story(story: Flask) -> None:
    told = stored()
    assert {name for name in TOLD if told[name][1]} == TOLD
    seen = walk_down(str(MIGRATIONS))
    assert seen[0] == told
    assert stored() == {}
    upgrade()
    assert differences() == []
    assert stored().keys() == told.keys()


@pytest.mark.long
def test_an_older_database_would_not_start_or_would_find_nobody_after_the_upgrade(story: Flask, tmp_path: Path) -> None:
    def found() -> set[Any]:
        return {match.owner_id for match in find_owners(DEMO_PANELS[0], name_terms("Wilhelmina", "Ashgrove"))}

    before = found()
    db.session.remove()
    assert before
    downgrade(revision="0003")
    address = story.config["SQLALCHEMY_DATABASE_URI"]
    older = create_app(Settings(instance_dir=tmp_path, DATABASE_URL=address, demo=True))
    with older.app_context():
        db.engine.dispose()
    upgrade()
    assert not found()
    db.session.remove()
    said = story.test_cli_runner().invoke(args=["prepare"])
    assert said.exit_code == 0, said.output
    assert found() == before


@pytest.mark.long
def test_building_a_table_anew_would_take_the_rows_that_point_at_it(story: Flask, tmp_path: Path) -> None:
    directory = with_one_more(tmp_path, REBUILD)
    told = stored()
    upgrade(directory)
    assert {row["told"] for row in stored()["case"][1]} == {"nothing"}
    assert_kept(told, stored())
    assert walk_down(directory)[1].keys() == told.keys()


@pytest.mark.long
def test_a_migration_would_store_rows_that_point_at_nothing(empty_app: Flask, tmp_path: Path) -> None:
    upgrade()
    with unit_of_work():
        load_people(load_agencies(), demo_people(*DEMO_PANELS), {DEMO_PANELS[0]})
    directory = with_one_more(tmp_path, BREAK)
    told = stored()
    with pytest.raises((sa.exc.IntegrityError, RuntimeError)):
        command.upgrade(empty_app.extensions["migrate"].migrate.get_config(directory), "head")
    assert_kept(told, stored())
    if KIND == "sqlite":
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


@pytest.mark.long
def test_an_upgrade_would_shut_out_at_once_or_never_who_held_a_role_that_asks_for_vetting_now(empty_app: Flask) -> None:
    upgrade()
    with unit_of_work():
        load_people(load_agencies(), demo_people(*DEMO_PANELS), {DEMO_PANELS[0], DEMO_PANELS[2]})
        gone = db.session.scalars(sa.select(Account).where(Account.email == "hazel@example.org")).one()
        for one in gone.appointments:
            one.ended_at = now()
    downgrade(revision="0008")
    assert "vetted_until" not in stored()["account"][0]
    upgrade()
    with unit_of_work():
        found = {one.email.partition("@")[0]: one for one in db.session.scalars(sa.select(Account)).unique()}
        until = today() + timedelta(days=31)
        held = {"chan", "dean", "elm", "ivy"}
        assert {key for key, one in found.items() if one.vetted_until == until} == held
        assert {one.vetted_on for one in found.values()} == {None}, "it is still to be recorded"
        assert {one.account.name for one in vetting.due()} == {
            found[key].name for key in ("chan", "dean", "elm", "ivy")
        }
        panel = DEMO_PANELS[2]
        assert panel in actor_of(found["dean"]).panels()
        with clock_at(now() + timedelta(days=32)):
            assert panel not in actor_of(found["dean"]).panels()
            assert panel in actor_of(found["fern"]).panels(), "a referrer is asked for none"


@pytest.mark.long
def test_a_change_of_the_schema_or_new_keys_would_not_be_in_the_log(empty_app: Flask) -> None:
    """Also one that was made by hand, or by a run that was stopped before it could say so."""

    def said(event: str) -> list[str]:
        with unit_of_work():
            wanted = sa.select(AccessEntry.explanation).where(
                AccessEntry.event == event, AccessEntry.actor_id.is_(None)
            )
            return list(db.session.scalars(wanted.order_by(AccessEntry.number)))

    def prepared() -> None:
        assert empty_app.test_cli_runner().invoke(args=["prepare"]).exit_code == 0

    prepared()
    assert said(system.SCHEMA) == [f"from none to {HEAD}"]
    assert said(system.KEYS_MADE) == ["3 keys were made"] * len(panel_types.every()) + ["4 keys were made"]
    prepared()
    assert len(said(system.SCHEMA)) == 1, "nothing was changed"
    with unit_of_work():
        system.note(system.SCHEMA, "from none to 0003")
    prepared()
    assert said(system.SCHEMA)[2:] == [f"from 0003 to {HEAD}"]
    assert len(said(system.KEYS_MADE)) == len(panel_types.every()) + 1
