"""What the service itself does, as entries of the log (security.md 4.1): it begins and ends, its schema, its settings
and its keys change, a backup leaves. Nobody signed in did it; whoever has the machine did.
"""

import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from extensions import db

STARTED, STOPPED, SETTINGS, SCHEMA = "service.start", "service.stop", "settings.change", "schema.change"
KEYS_MADE, KEY_CHANGED, KEY_DESTROYED = "key.make", "key.change", "key.destroy"
BACKUP_BEGUN, BACKUP_MADE = "backup.begin", "backup.make"
KIND, RULE, LONGEST = "service", "command", 200


def note(event: str, said: str, *, panel: str | None = None) -> int:
    """Write one such entry, in the transaction of the caller; returns its number. ``said``: one short sentence that
    names nobody; of a panel, ``panel`` says which, and the sentence does not.

    :raises EntryNotWritten: the database refuses.
    """
    return write_entry(actor=None, looked=Looked(event, ALLOWED, KIND, (), panel, RULE, 1, said[:LONGEST]))


def last_said(event: str) -> str:
    """The sentence of the newest entry of this kind; nothing where there is none. Reads until it finds one, or to the
    beginning of the log: for commands, not for pages."""
    newest = sa.select(AccessEntry.explanation).where(AccessEntry.event == event, AccessEntry.actor_id.is_(None))
    return db.session.scalar(newest.order_by(AccessEntry.number.desc()).limit(1)) or ""
