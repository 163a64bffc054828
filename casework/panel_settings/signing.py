"""A chair signs a definition off as it is in force; what has changed since can be told part by part."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from auth.roles import Actor
from casework.errors import Refused
from casework.panel_settings.models import SignOff
from casework.panel_type.definition import PanelType
from casework.panel_type.fingerprint import parts_of, whole
from extensions import db


@dataclass(frozen=True, slots=True)
class Since:
    """The newest signing off, and what is different now: parts that were changed, added and taken away."""

    signed: SignOff
    changed: tuple[str, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the definition is still what was signed."""
        return not (self.changed or self.added or self.gone)


def sign_off(*, actor: Actor, panel: PanelType, fingerprint: str, role: str) -> SignOff:
    """Record that this definition, as it is in force, is signed off. ``fingerprint`` is that of the page that was read.

    :raises Refused: something was changed since the page was opened.
    """
    parts = parts_of(panel)
    if fingerprint != whole(parts):
        raise Refused("The definition has changed since you opened this page. Read it again before you sign it off")
    row = SignOff(
        panel=panel.key,
        version=panel.version,
        fingerprint=fingerprint,
        parts=dict(parts),
        by_id=actor.account_id,
        role=role,
    )
    db.session.add(row)
    db.session.flush()
    return row


def signed_since(panel: PanelType) -> Since | None:
    """What stands of the newest signing off; ``None`` if nobody has signed yet."""
    wanted = sa.select(SignOff).where(SignOff.panel == panel.key).order_by(SignOff.at.desc(), SignOff.id)
    signed = db.session.scalars(wanted.options(joinedload(SignOff.by)).limit(1)).first()
    if signed is None:
        return None
    now, then = parts_of(panel), signed.parts
    return Since(
        signed,
        changed=tuple(name for name in now if name in then and now[name] != then[name]),
        added=tuple(name for name in now if name not in then),
        gone=tuple(name for name in then if name not in now),
    )


def all_signed(panel: str) -> list[SignOff]:
    """Every signing off of a panel, newest first."""
    wanted = sa.select(SignOff).where(SignOff.panel == panel).order_by(SignOff.at.desc(), SignOff.id)
    return list(db.session.scalars(wanted.options(joinedload(SignOff.by))))
