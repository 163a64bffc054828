"""When the certificate says that no backup opens a record any more, and that it never says so early."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.encryption import rotation
from auth.encryption.root import FileRoot
from casework.retention.models import Destruction
from casework.retention.service import dead_in_backups
from extensions import db, now, unit_of_work
from tests.conftest import PANEL
from tests.encryption.test_rotation import own_root as own_root
from tests.retention.test_destruction import destroy, due

KEPT = timedelta(days=35)


def test_a_record_would_be_called_dead_while_a_root_key_from_before_the_panels_change_opens_a_backup(
    app: Flask, own_root: FileRoot
) -> None:
    """A backup of day 0 holds its keys under the panel's first version, and that under the first root key."""
    start = now() + timedelta(days=1)
    made: dict[str, UUID] = {}

    def on(day: int) -> Any:
        return time_machine.travel(start + timedelta(days=day), tick=False)

    def dead(record: str) -> Any:
        with unit_of_work():
            row = db.session.scalars(sa.select(Destruction).filter_by(case_id=made[record])).one()
            return dead_in_backups(row)

    with on(0):
        made["early"] = due(app)["case"]
    with app.app_context():
        first = own_root.name()
        with on(10):
            rotation.rotate_root()
        second = own_root.name()
        with on(20):
            rotation.rotate_panel(PANEL, lambda _: None)
    with on(25):
        made["late"] = due(app)["case"]
    with on(30):
        destroy(app, made["early"])
        destroy(app, made["late"])
    with app.app_context():
        with on(40):
            rotation.rotate_panel(PANEL, lambda _: None)
            rotation.destroy_versions(PANEL)
        with on(41):
            rotation.rotate_root()
        with on(80):
            rotation.destroy_root(second, kept_for=KEPT)
            assert own_root.aside(first), "a copy of it is still there, and with it the backup of day 0 is opened"
            assert dead("early") is None
            assert dead("late") == now(), "it was made when the first version and the first root key were out of use"
            with unit_of_work():
                row = db.session.scalars(sa.select(Destruction).filter_by(case_id=made["late"])).one()
                row.panel_key_ids = [key_id for key_id, _ in row.panel_key_ids]
            assert dead("late") is None, "nothing is noted of the age of its keys, so they may be as old as the first"
        with on(81):
            rotation.destroy_root(first, kept_for=KEPT)
            assert dead("early") == dead("late") == now()
