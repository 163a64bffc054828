"""Ending a record. One person asks, another approves; then its keys are destroyed, at once and whatever its size."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.holds import CASE, hold_on
from auth.encryption.keyring import lock_all
from auth.encryption.models import DataKey
from auth.encryption.rotation import dead_in_backups_since
from auth.encryption.signing import sign
from auth.models import KeptForm
from auth.roles import Actor
from casework.cases.models import Case
from casework.errors import Refused
from casework.people.index import forget_owner
from casework.people.models import SearchToken
from casework.referrals.models import Referral
from casework.retention.belongings import Belongings, belongings_of
from casework.retention.certificate import certificate_words
from casework.retention.models import Destruction
from casework.retention.records import Record, kept_until
from casework.trigger.models import ResidentRequest, ResidentSession
from extensions import db, now
from wall.standing import as_service
from wording.dates import today, uk_date


def ask_for(*, actor: Actor, record: Record) -> Destruction:
    """Ask for the destruction of a record whose keeping time is over. Asking twice asks once.

    :raises Refused: it is open, not due yet, kept by an auditor, destroyed, or goes with a case.
    """
    _refuse_early(record)
    row = destruction_of(record)
    if row is None:
        row = Destruction(**_about(record), asked_by_id=actor.account_id)
        db.session.add(row)
        db.session.flush()
    return row


def take_back(*, record: Record) -> None:
    """Keep the record for now: what was asked for is taken back.

    :raises Refused: it was destroyed.
    """
    waiting = sa.delete(Destruction).filter_by(**_about(record)).where(Destruction.approved_at.is_(None))
    if db.session.execute(waiting.returning(Destruction.id)).first() is None and destruction_of(record) is not None:
        raise Refused("This record has been destroyed")


def approve(*, actor: Actor, record: Record) -> Destruction:
    """Destroy a record. From the commit on nothing that was sealed for it alone can be opened by anybody.

    :raises Refused: nobody asked, the same person asked, it is not due any more, or somebody took it back or approved
        it at the same time.
    """
    kind = type(record)
    db.session.execute(sa.select(kind.id).where(kind.id == record.id).with_for_update())
    row = destruction_of(record)
    if row is None:
        raise Refused("Somebody must ask for this first")
    if row.asked_by_id == actor.account_id:
        raise Refused("You asked for this, so another person must approve it")
    _refuse_early(record)
    _claim(actor, row)
    _destroy(record, row)
    return row


def _claim(actor: Actor, row: Destruction) -> None:
    """Of whoever approves and whoever takes back at once the database lets one."""
    waiting = sa.update(Destruction).where(Destruction.id == row.id, Destruction.approved_at.is_(None))
    claimed = waiting.values(approved_by_id=actor.account_id, approved_at=now()).returning(Destruction.id)
    if db.session.execute(claimed).first() is None:
        raise Refused("Somebody has approved this or taken it back already")
    db.session.refresh(row)


@as_service()
def _destroy(record: Record, row: Destruction) -> None:
    """The service does it: whoever approves may be shut out of another case in which the same person stands, and that
    case keeps them."""
    found = belongings_of(record)
    _forget(record, found)
    row.destroyed, row.wrapped_by = _destroy_keys(found)
    row.kept_people = len(found.kept_people)
    record.destroyed_at = row.approved_at
    for referral in db.session.scalars(sa.select(Referral).where(Referral.id.in_(found.referrals))):
        referral.destroyed_at = row.approved_at
    lock_all()
    db.session.flush()
    db.session.refresh(row)
    row.words = certificate_words(row)
    row.signed_by, row.signature = sign(row.words.encode())


def destruction_of(record: Record) -> Destruction | None:
    """What was asked for of this case."""
    return db.session.scalars(sa.select(Destruction).filter_by(**_about(record))).one_or_none()


def dead_in_backups(row: Destruction) -> datetime | None:
    """Since when no backup opens anything of it; none while one still can."""
    days = [dead_in_backups_since(*one) for one in row.wrapped_by]
    return max((day for day in days if day), default=None) if all(days) else None


def _refuse_early(record: Record) -> None:
    if record.destroyed_at is not None:
        raise Refused("This record has been destroyed")
    until = kept_until(record)
    if until is None:
        raise Refused(f"This {'case' if isinstance(record, Case) else 'referral'} is open, so it is kept")
    if until > today():
        raise Refused(f"This record is kept until {uk_date(until)}")
    if isinstance(record, Case) and hold_on(CASE, record.id):
        raise Refused("This record has to be kept for longer. Try again later")  # whoever is asked about may read this


def _about(record: Record) -> dict[str, UUID]:
    return {"case_id" if isinstance(record, Case) else "referral_id": record.id}


def _destroy_keys(found: Belongings) -> tuple[dict[str, int], list[tuple[UUID, datetime | None]]]:
    live = DataKey.id.in_(found.keys), DataKey.destroyed_at.is_(None)
    kinds = sa.select(DataKey.kind, sa.func.count()).where(*live).group_by(DataKey.kind)
    counted = {kind: number for kind, number in db.session.execute(kinds)}  # noqa: C416
    oldest = sa.select(DataKey.panel_key_id, sa.func.min(DataKey.created_at)).where(*live)
    rows = db.session.execute(oldest.group_by(DataKey.panel_key_id))
    wrapped_by: list[tuple[UUID, datetime | None]] = [(key_id, made_at) for key_id, made_at in rows]
    gone = sa.update(DataKey).where(*live).values(wrapped=b"", destroyed_at=now())
    db.session.execute(gone, execution_options={"synchronize_session": False})
    db.session.expire_all()
    return counted, wrapped_by


def _forget(record: Record, found: Belongings) -> None:
    """What finds them, and what somebody had typed about it and not sent. A resident's
    number leads nowhere from then on."""
    owners = {*found.referrals, *found.answers, *found.people, *found.addresses}
    held = sa.select(SearchToken.owner_type, SearchToken.owner_id).where(SearchToken.owner_id.in_(owners)).distinct()
    for owner_type, owner_id in db.session.execute(held).all():
        forget_owner(owner_type, owner_id)
    pages = f"/{'cases' if isinstance(record, Case) else 'triage'}/{record.reference}"
    kept = sa.select(KeptForm.id).where(sa.or_(KeptForm.path == pages, KeptForm.path.startswith(f"{pages}/")))
    db.session.execute(sa.delete(KeptForm).where(KeptForm.id.in_(list(db.session.scalars(kept)))))
    request_ids = sa.select(ResidentRequest.id).where(ResidentRequest.referral_id.in_(found.referrals))
    db.session.execute(sa.delete(ResidentSession).where(ResidentSession.request_id.in_(request_ids)))
    shut = sa.update(ResidentRequest).where(ResidentRequest.referral_id.in_(found.referrals))
    db.session.execute(shut.values(pin_hash=None), execution_options={"synchronize_session": False})
