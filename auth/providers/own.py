"""One's own link to one's organisation: made, removed, and made with a one-time code."""

from datetime import datetime

from auth.models import Account
from auth.providers import links, setting_up
from auth.providers.service import Back
from auth.refusals import Refused
from auth.sign_in import factors, invitations, notices
from auth.sign_in.passkeys import ONLY_WAY
from auth.sign_in.service import write_own
from extensions import db

OTHER_AGENCY = "You work for another organisation now. Start again"


def state_of(account: Account) -> tuple[str, datetime | None]:
    """The name of the organisation whose sign-in the account may use (empty if it has none), and since when it does."""
    provider = setting_up.provider_for(account)
    link = links.of_account(account.id)
    return (provider.agency.name if provider else ""), (link.linked_at if link else None)


def link(*, account: Account, back: Back) -> None:
    """Link the person who came back to the account that they are signed in to. Every other session ends.

    :raises Refused: either of the two is linked already, or the agency is another one now.
    """
    if account.agency_id != back.facts.agency_id:
        raise Refused(OTHER_AGENCY)
    links.add(account, back.identity)
    made = "you linked your organisation's sign-in"
    factors.note_change(account, what=notices.LINKED, event="provider_link.add", explanation=made)


def link_with_code(back: Back) -> Account:
    """The same for an account whose one-time code was given before setting out. The code is used up.

    :raises Refused: as :func:`link`, or the code does not count any more.
    """
    if back.journey.invitation_id is None:
        raise Refused(invitations.WRONG)
    # All or nothing: a refusal must not leave the account without its password and its code used up.
    with db.session.begin_nested():
        account = invitations.use(back.journey.invitation_id)
        if account.agency_id != back.facts.agency_id:
            raise Refused(OTHER_AGENCY)
        links.add(account, back.identity)
    write_own("provider_link.add", account, "you linked your organisation's sign-in with a one-time code")
    return account


def unlink(*, account: Account) -> None:
    """Take the link away. Every other session ends.

    :raises Refused: nothing else would let the person in.
    """
    factors.lock(account)
    if account.password_hash is None and not factors.open_passkeys(account):
        raise Refused(ONLY_WAY)
    if links.remove(account.id):
        removed = "you removed the link to your organisation's sign-in"
        factors.note_change(account, what=notices.UNLINKED, event="provider_link.remove", explanation=removed)
