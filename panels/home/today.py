"""What needs this person today. Everything here is plain columns: no name, no place, no words of a case."""

from dataclasses import dataclass
from datetime import date

from auth.policy import may
from auth.roles import Actor
from panels.home import emergency, inquiry, let_in, letters, meeting_card, sources
from panels.home.let_in import LetIn
from panels.home.meeting_card import MeetingCard
from panels.home.sources import Need, OwnReferral

MOST_ROWS = 7
FAR = date.max


@dataclass(frozen=True)
class Today:
    """The home page of one person. ``more``: how many rows did not fit. ``letters``: those that no clock waits for."""

    needs: list[Need]
    letters: list[Need]
    more: int
    meeting: MeetingCard | None
    questions: sources.Questions
    actions: list[Need]
    referrals: list[OwnReferral]
    let_in: list[LetIn]
    may_refer: bool
    leads: bool


def page_for(actor: Actor, *, everything: bool = False) -> Today:
    """Everything that the home page of this person shows; the first rows of what is due, or ``everything``."""
    leads = bool(sources.led_panels(actor))
    questions = sources.questions_of(actor)
    actions = sources.own_actions(actor)
    of_letters = letters.letters_of(actor)
    due = [need for need in of_letters if need.due_on is not None]
    found = in_due_order([*_needs(actor, questions, actions), *due])
    rows = found if everything else found[:MOST_ROWS]
    return Today(
        needs=rows,
        letters=[need for need in of_letters if need.due_on is None],
        more=len(found) - len(rows),
        meeting=meeting_card.next_meeting(actor),
        questions=questions,
        actions=actions,
        referrals=sources.own_referrals(actor),
        let_in=let_in.let_into(actor),
        may_refer=any(may(actor, "referral.start", panel) for panel in actor.panels()),
        leads=leads,
    )


def in_due_order(needs: list[Need]) -> list[Need]:
    """What is ``first``, then what is due first, then the higher risk, then what waits longest, then by its words: an
    order by chance could tell what else the database holds. Never by panel. Pure."""
    return sorted(
        needs, key=lambda need: (not need.first, need.due_on or FAR, -need.risk, need.since or FAR, need.text)
    )


def _needs(actor: Actor, questions: sources.Questions, actions: list[Need]) -> list[Need]:
    return [
        *sources.promises(actor),
        *sources.minutes_to_finish(actor),
        *sources.minutes_to_approve(actor),
        *sources.packs_to_publish(actor),
        *sources.invitations_to_answer(actor),
        *sources.late_actions(actor),
        *sources.matches_to_decide(actor),
        *sources.forms_to_agree(actor),
        *emergency.emergency_needs(actor),
        *inquiry.inquiry_needs(actor),
        *questions.as_needs(),
        *actions,
    ]
