"""Telling the author of a referral what became of it: the panel's letter, read here, and a mail that only points to it.

What is told stands in the letter and nowhere else, so nothing is told twice.
"""

from collections.abc import Mapping

from auth.panel_facts import is_hidden
from auth.roles import Actor
from casework.letters.referrers import About, tell_referrer
from casework.notifications.service import tell
from casework.referrals.models import PUBLIC, Referral, TriageDecision
from casework.referrals.stages import ACCEPT, ASK, LAPSE, REJECT

MAILS = {ASK: "more_information", REJECT: "referral_decided", ACCEPT: "referral_decided", LAPSE: "referral_decided"}
"""Moves that somebody else made. Of what the author did, no mail is needed; nor is any where it would tell that a panel
which hides its cases has one."""


def tell_author(
    *,
    actor: Actor | None,
    referral: Referral,
    verb: str,
    told: Mapping[str, str] | None = None,
    decision: TriageDecision | None = None,
) -> None:
    """Tell the author of a move of their referral that was just made. ``decision``: the record that was made of it.

    A resident is told by the letters of the case alone, which obey what was said about safe contact.
    """
    if referral.source == PUBLIC:
        return
    occasion = occasion_of(decision) if decision else f"{verb}:{referral.version}"
    events = {verb, referral.state}
    tell_referrer(actor=actor, about=about(referral), events=events, told=told, occasion=occasion)
    if verb in MAILS and not (verb == ACCEPT and is_hidden(referral.panel)):
        tell(account_id=referral.author_id, template=MAILS[verb], path=f"/refer/{referral.id}")


def about(referral: Referral) -> About:
    """The referral, as far as letters go."""
    return About(
        panel=referral.panel,
        referral_id=referral.id,
        reference=referral.reference or "",
        state=referral.state,
        account_id=referral.author_id,
        name=referral.author.name,
        case_id=referral.case_id,
    )


def occasion_of(decision: TriageDecision) -> str:
    """How letters name the record of a decision about a referral."""
    return f"triage:{decision.id}"
