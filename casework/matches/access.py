"""The door to matches across panels: a panel's own coordinators, and nobody else."""

from uuid import UUID

import sqlalchemy as sa

from auth.current import actor_of
from auth.doors import Target, pass_door, pass_list_door
from auth.models import Account
from auth.policy import may
from auth.roles import Actor
from casework.cases.access import shut_out_relations
from casework.cases.models import Case
from casework.matches.models import MatchNotice
from casework.referrals.models import Referral
from extensions import db
from wall.standing import as_service

READ = "match.read"
TYPE, TIERS = "match", "F1 F5"


def notices_for(actor: Actor, *, answered: bool = False) -> list[MatchNotice]:
    """The notices this person may read, opened, the newest first: those to decide on, or those decided."""
    state = MatchNotice.choice != "" if answered else MatchNotice.choice == ""
    wanted = sa.select(MatchNotice).where(MatchNotice.panel.in_(actor.panels()), state)
    found = list(db.session.scalars(wanted.order_by(MatchNotice.found_at.desc(), MatchNotice.id)))
    targets = [_target(notice) for notice in found]
    shown = {one.object_id for one in pass_list_door(actor, READ, targets, event=READ, tiers=TIERS, object_type=TYPE)}
    opened = [notice for notice in found if notice.id in shown]
    shut = _shut(actor, opened)
    return [notice for notice in opened if notice.id not in shut]


def notice_for(actor: Actor, notice_id: UUID) -> MatchNotice:
    """One notice, opened. :raises NotAllowed: unknown, or another panel's: one and the same answer."""
    notice = db.session.get(MatchNotice, notice_id)
    pass_door(actor, READ, _target(notice) if notice else None, event=READ, tiers=TIERS, object_type=TYPE)
    assert notice is not None  # the door has refused already
    if _shut(actor, [notice]):
        pass_door(actor, READ, None, event=READ, object_type=TYPE)
    return notice


def door_to_matches(actor: Actor) -> None:
    """:raises NotAllowed: the person coordinates no panel."""
    if not any(may(actor, READ, panel) for panel in actor.panels()):
        pass_door(actor, READ, None, event=READ, object_type=TYPE)


def _shut(actor: Actor, notices: list[MatchNotice]) -> set[UUID]:
    """Those that name a case or referral from which the person is shut out, or a colleague whom they cover in the
    notice's panel, whatever panel the record is of. Which records a notice is about is sealed, so that a stolen
    database does not join two panels: it is asked once the notice is open, before anybody is shown it. The service
    looks: rows of the other panel are not this person's to be shown.
    """
    with as_service():
        return _naming_what_is_shut(actor, notices)


def _naming_what_is_shut(actor: Actor, notices: list[MatchNotice]) -> set[UUID]:
    named = {
        notice.id: {notice.about["own_reference"], *notice.about["other_references"]}
        for notice in notices
        if notice.about
    }
    references = {reference for some in named.values() for reference in some}
    ids = {
        reference: record_id
        for model in (Case, Referral)
        for reference, record_id in db.session.execute(
            sa.select(model.reference, model.id).where(model.reference.in_(references))
        )
    }
    found = set()
    for one, panel in [(actor, None), *_colleagues(actor)]:
        shut = shut_out_relations(one, list(ids.values()))
        for notice in notices:
            if panel in (None, notice.panel) and any(
                shut[ids[each]] for each in named.get(notice.id, ()) if each in ids
            ):
                found.add(notice.id)
    return found


def _colleagues(actor: Actor) -> list[tuple[Actor, str]]:
    """For whom the person covers, each with the panel."""
    return [(actor_of(db.session.get_one(Account, account_id)), panel) for panel, account_id in actor.covered()]


def _target(notice: MatchNotice) -> Target:
    return Target(TYPE, notice.id, notice.panel, (notice.data_key_id,))
