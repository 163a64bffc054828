"""The day on which a client secret runs out at its provider: noted by an administrator, and told of before it comes.

Providers set an end to a secret and tell nobody. The day opens nothing and shuts nothing, so one person notes it.
"""

from datetime import date

import sqlalchemy as sa

from auth.accounts import told
from auth.accounts.sharing_rules import is_reminder_due
from auth.accounts.written import AGENCY, log_change
from auth.models import Agency
from auth.providers.models import Provider
from auth.providers.setting_up import of_agency
from auth.refusals import Refused
from auth.roles import Actor
from extensions import db, unit_of_work
from wording.dates import today


def note_end(*, actor: Actor, agency: Agency, until: date) -> None:
    """Note the last day of the secret in force. A reminder that was given for another day counts no more.

    :raises Refused: the day is over, or the agency has no provider any more.
    """
    found = of_agency(agency.id)
    if found is None:
        raise Refused("This agency has no sign-in of its own any more")
    if until < today():
        raise Refused("The day must be today or in the future", "until")
    found.secret_until, found.secret_reminded_on = until, None
    log_change(actor, "provider.secret", AGENCY, agency.id)


def remind_of_secrets() -> str:
    """Remind the administrators of secrets that run out, 60, 30, 14, 7 and 1 days before and afterwards; once for each
    step."""
    with unit_of_work():
        dated = sa.select(Provider).where(Provider.in_force.is_(True), Provider.secret_until.is_not(None))
        due = [
            one
            for one in db.session.scalars(dated)
            if one.secret_until and is_reminder_due(one.secret_until, today(), one.secret_reminded_on)
        ]
        for one in due:
            one.secret_reminded_on = today()
            told.of_a_secret(one.agency)
    return f"Client secrets: {len(due)} reminded of."
