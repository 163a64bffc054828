"""``flask --app wsgi keys rotate search``: a panel's search key, and its index under the new one."""

import click
import sqlalchemy as sa
from flask import Flask

from auth.access_log.system import KEY_CHANGED, KEY_DESTROYED
from auth.encryption.commands import rotate_group
from auth.encryption.keyring import SEARCH, keyring, lock_all
from auth.encryption.models import PanelKey
from auth.encryption.rotation import CannotRotate, note_key, one_at_a_time
from casework.people.index import locked_index
from casework.people.models import SearchIndex
from casework.people.rebuild import begin_rebuild, rebuild_some
from extensions import db, making_way, now, unit_of_work


def bind(app: Flask) -> None:
    """Nothing more than that this module is loaded: the command hangs on those of the keys."""


@rotate_group.command("search")
@click.option("--panel", "panels", multiple=True, help="One panel; may be given again. All with an index if none is.")
def rotate_search(panels: tuple[str, ...]) -> None:
    """Build panels' indexes anew under a new search key, while the old ones answer. Finishes what an earlier run began;
    then the old key is destroyed, and words in old backups cannot be tried with a key of now."""
    try:
        with one_at_a_time():
            for panel in panels or _with_an_index():
                click.echo(f"{panel}: {rotate_index(panel)}")
    except CannotRotate as fault:
        raise click.ClickException(str(fault)) from None


def rotate_index(panel: str) -> str:
    """Change one panel's search key from beginning to end; says how it went.

    :raises CannotRotate: there is no index of this panel. (The partnership's own key of this purpose holds the PINs of
        residents, and must never be taken for one.)
    """
    if panel not in _with_an_index():
        raise CannotRotate(f"There is no index of {panel}. Panels with one: {', '.join(_with_an_index()) or 'none'}")
    with unit_of_work():
        state = locked_index(panel)
        begun = state.next_key_id if state.next_key_id != state.key_id else None
        begin_rebuild(panel, begun or keyring().make(panel, SEARCH).id)
        if begun is None:
            note_key(KEY_CHANGED, panel, "a new search key was made")
    return _finish(panel, "new search key")


def _finish(panel: str, what: str) -> str:
    records = 0
    with click.progressbar(length=1, label=f"{panel:20}", show_eta=True, show_percent=True) as bar:
        while True:
            with making_way(), unit_of_work():
                progress = rebuild_some(panel)
                lock_all()
            bar.length = max(progress.total, 1)
            bar.update(progress.done - bar.pos)
            records = max(records, progress.total)
            if progress.waits:
                return "questions of other panels wait for the old index. Run jobs run, then this again"
            if progress.finished:
                break
    _destroy_older(panel)
    return f"{what}, records: {records:,}"


def finish_rebuilds() -> list[str]:
    """Bring to an end what a change of schema or an earlier run began; returns the panels."""
    try:
        waits = sa.or_(SearchIndex.next_key_id.is_not(None), SearchIndex.done_type.is_not(None))
        waiting = sa.select(SearchIndex.panel).where(waits)
        panels = list(db.session.scalars(waiting.order_by(SearchIndex.panel)))
    finally:
        db.session.remove()
    for panel in panels:
        click.echo(f"{panel}: {_finish(panel, 'index made anew')}")
    return panels


def _destroy_older(panel: str) -> None:
    with unit_of_work():
        state = locked_index(panel)
        # On SQLite another run may have begun the next change since this one was finished.
        used = [key_id for key_id in (state.key_id, state.next_key_id) if key_id is not None]
        older = sa.select(PanelKey).where(PanelKey.panel == panel, PanelKey.purpose == SEARCH, PanelKey.id.not_in(used))
        gone = db.session.scalars(older.where(PanelKey.destroyed_at.is_(None))).all()
        for row in gone:
            row.wrapped, row.retired_at, row.destroyed_at = b"", now(), now()
        if gone:
            note_key(KEY_DESTROYED, panel, "older search keys were destroyed")


def _with_an_index() -> list[str]:
    try:
        return list(db.session.scalars(sa.select(SearchIndex.panel).order_by(SearchIndex.panel)))
    finally:
        db.session.remove()
