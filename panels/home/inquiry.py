"""Rows of the home page about an auditor's inquiry: what the person is asked, and a breach that reached them in place
of the only privacy officer. Neither says of what it is."""

from auth.inquiry.access import questions_to
from auth.inquiry.flags import ASKED
from auth.inquiry.in_place import breaches_in_place
from auth.roles import Actor
from panels.home.sources import Need
from wording.dates import as_date


def inquiry_needs(actor: Actor) -> list[Need]:
    """What needs this person."""
    told = [
        Need("Read what an auditor found", f"/audit/breaches/{row.id}", since=as_date(row.at), first=True)
        for row in breaches_in_place(actor)
    ]
    return [*questions_waiting(actor), *told]


def questions_waiting(actor: Actor) -> list[Need]:
    """What auditors asked this person and have no answer to yet. Whoever keeps accounts, audits or looks after privacy
    starts the day on another page than this one, and is told there (``templates/layout.html``)."""
    return [
        Need("Answer an auditor’s question", f"/questions-to-you/{row.id}", since=as_date(row.at), first=True)
        for row in questions_to(actor.account_id)
        if row.state == ASKED
    ]
