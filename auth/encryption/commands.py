"""Commands of whoever keeps the keys: making, counting, changing and destroying them."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NoReturn

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from auth.access_log.system import KEYS_MADE
from auth.accounts.offered import panel_titles
from auth.encryption import rotation
from auth.encryption.inventory import kind_lines, panel_key_lines
from auth.encryption.keyring import PARTNERSHIP, keyring
from auth.encryption.models import PanelKey, RootUse, UnreadableValue
from auth.encryption.rotation import CannotRotate
from extensions import db, now, present_settings, unit_of_work

keys_group = AppGroup("keys", help="Keys of sealed columns.")
rotate_group = AppGroup("rotate", help="Change keys while the service runs.")
keys_group.add_command(rotate_group)


@keys_group.command("prepare")
def prepare() -> None:
    """Make the keys that panels still lack. Keys that exist are left alone."""
    with unit_of_work():
        made = keyring().prepare(panel_titles())
        note_made(made)
    click.echo(f"Made: {', '.join(made)}" if made else "Every panel has its keys.")


@keys_group.command("status")
def status() -> None:
    """Which key seals how many values, the age of each, and what still hangs on an older version."""
    keyring().verify()
    lines = panel_key_lines()
    for use in db.session.scalars(sa.select(RootUse).order_by(RootUse.first_at)):
        click.echo(f"Root key {use.name}: {_use(use)}")
    click.echo(f"{'Panel key':21}{'version':>9}{'age':>14}  {'state':20}{'data keys':>10}{'values':>11}")
    for line in lines:
        click.echo(
            f"{line.panel:13} {line.purpose:7}{line.version:>9}{_age(line.made_at):>14}  "
            f"{line.state:20}{line.data_keys:>10,}{line.values:>11,}"
        )
    for kind in kind_lines():
        gone = f", {kind.destroyed:,} destroyed" if kind.destroyed else ""
        click.echo(f"Data keys of kind {kind.kind}: {kind.keys:,}{gone}, the oldest {_age(kind.oldest_at)}")
    missing = {*panel_titles(), PARTNERSHIP} - {line.panel for line in lines}
    click.echo(f"Without keys: {', '.join(sorted(missing))}" if missing else "The root key opens every key.")
    older = sum(line.data_keys for line in lines if line.state == "older, not finished")
    click.echo(f"On an older version: {older:,} data keys" + (". Run: keys rotate panel" if older else ""))
    met = db.session.scalar(sa.select(sa.func.count()).select_from(UnreadableValue)) or 0
    if met:
        click.echo(f"Values that somebody met and that cannot be opened: {met}. The administrator's page names them.")


@rotate_group.command("root")
def rotate_root() -> None:
    """Wrap the panel keys by the next root key. Nothing else is touched."""
    with _sentences(), rotation.one_at_a_time():
        done = rotation.rotate_root()
    click.echo(f"Panel keys wrapped anew: {done.keys}. Data keys and values touched: 0.")
    click.echo(f"From {done.old} to {done.new}.")
    if done.aside is not None:
        click.echo(
            f"The old root key is now {done.aside.name}. Backups from before today need it: move it to where they are "
            f"not, and run keys destroy-root {done.old} when the last of them is gone."
        )


@rotate_group.command("panel")
@click.option("--panel", "panels", multiple=True, help="One panel's key; may be given again. All if none is named.")
def rotate_panel(panels: tuple[str, ...]) -> None:
    """Make a new version of panels' keys and move their data keys to it. Finishes what an earlier run began."""
    with _sentences(), rotation.one_at_a_time():
        for panel in panels or (*panel_titles(), PARTNERSHIP):
            _rotate(panel)


@keys_group.command("destroy-version")
@click.option("--panel", "panels", multiple=True, help="One panel's key; may be given again. All if none is named.")
def destroy_version(panels: tuple[str, ...]) -> None:
    """Empty older versions of panels' keys on which nothing hangs any more."""
    with _sentences(), rotation.one_at_a_time():
        for panel in panels or (*panel_titles(), PARTNERSHIP):
            gone = rotation.destroy_versions(panel)
            if gone:
                click.echo(f"{panel}: destroyed version {', '.join(str(version) for version in gone)}")


@keys_group.command("destroy-root")
@click.argument("name")
@click.option("--every-copy-is-destroyed", "confirmed", is_flag=True, help="You destroyed all copies kept elsewhere.")
def destroy_root(name: str, confirmed: bool) -> None:
    """Erase an old root key, once no backup that needs it is kept. Backups that are left can be opened by nobody."""
    if not confirmed:
        raise click.ClickException(
            "Destroy every copy of it that is kept elsewhere (in a key service: schedule its deletion there), then run "
            "this again with --every-copy-is-destroyed."
        )
    with _sentences():
        kept_for = timedelta(days=present_settings().backup_days)
        erased = rotation.destroy_root(name, kept_for=kept_for)
    click.echo(f"{name} is destroyed{f': erased {erased.name}' if erased else ''}. Older backups are dead.")


def note_made(made: Iterable[str]) -> None:
    """Write down which keys were made (as :meth:`Keyring.prepare` names them), an entry a panel."""
    numbers = Counter(name.partition("/")[0] for name in made)
    for panel, number in numbers.items():
        rotation.note_key(KEYS_MADE, panel, f"{number} key{'s were' if number > 1 else ' was'} made")


def _rotate(panel: str) -> None:
    if db.session.scalar(sa.select(PanelKey.id).where(PanelKey.panel == panel).limit(1)) is None:
        raise CannotRotate(f"There is no panel {panel} with keys. Run: keys prepare")
    db.session.remove()
    waiting = _all_of(panel)
    with click.progressbar(length=waiting, label=f"{panel:20}", show_eta=True, show_percent=True) as bar:
        made, total, broken = rotation.rotate_panel(panel, bar.update)
    click.echo(f"{panel}: {'new version' if made else 'finished an earlier run'}, {total:,} data keys moved")
    if broken:
        raise CannotRotate(
            f"{len(broken)} data keys of {panel} are damaged, cannot be opened and stay on the older version. "
            "Put them back from a backup and run this again."
        )


def _all_of(panel: str) -> int:
    try:
        ids = list(db.session.scalars(sa.select(PanelKey.id).where(PanelKey.panel == panel)))
        return sum(rotation.left_on(key_id) for key_id in ids)
    finally:
        db.session.remove()


class _sentences:  # noqa: N801
    """What cannot be done, as the command's one sentence and exit code 1."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        if isinstance(fault, CannotRotate):
            _stop(str(fault))


def _stop(text: str) -> NoReturn:
    raise click.ClickException(text) from None


def _use(use: RootUse) -> str:
    if use.destroyed_at is not None:
        return f"destroyed {_age(use.destroyed_at)}"
    return f"in use, {_age(use.first_at)}" if use.retired_at is None else f"old since {_age(use.retired_at)}, kept"


def _age(since: datetime) -> str:
    days = (now() - since).days
    return "today" if days < 1 else f"{days:,} day{'s' if days > 1 else ''}"
