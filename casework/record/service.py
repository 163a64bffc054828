"""Moving and closing a case by hand, with the letters that this calls for."""

from auth.roles import Actor
from casework.actions.service import open_count
from casework.cases.closing import close_case
from casework.cases.models import Case
from casework.cases.moves import move_case
from casework.letters.drafting import follow
from casework.panel_settings.narrative import must_be_empty, must_be_reason


def move_by_hand(*, actor: Actor, case: Case, verb: str, reason: str) -> None:
    """Move an opened case for a reason, and draft the letters that the panel wants then.

    :raises Refused: as :func:`casework.cases.moves.move_case`, or for a reason that cannot be picked where none is
        typed.
    """
    must_be_reason(case.panel, reason=reason)
    move_case(actor=actor, case=case, verb=verb, reason=reason)
    follow(actor=actor, case=case)


def close_by_hand(
    *, actor: Actor, case: Case, reason: str, victim_told: str, victim_told_words: str, text: str
) -> None:
    """Close an opened case outside a meeting, and draft the letters that the panel wants then.

    :raises Refused: as :func:`casework.cases.closing.close_case`, or with words where the panel takes none.
    """
    must_be_reason(case.panel, victim_told_words=victim_told_words)
    must_be_empty(case.panel, text=text)
    close_case(
        actor=actor,
        case=case,
        reason=reason,
        victim_told=victim_told,
        victim_told_words=victim_told_words,
        open_actions=open_count(case.id),
        text=text,
    )
    follow(actor=actor, case=case)
