"""States a case passes through, who may move it, and what must be true before."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from casework.panel_type.facts import Requirement


class Guard(StrEnum):
    """What the service checks before a move. A definition names guards; the feature that makes the move checks them."""

    COMPLETE_REFERRAL = "complete_referral"
    """Every required answer is given."""
    RISK_OR_REASON = "risk_or_reason"
    """A risk assessment is complete, or there is a reason why not."""
    NOT_YET_HEARD = "not_yet_heard"
    """No meeting has heard the case."""
    CHAIR_CONFIRMS = "chair_confirms"
    """A chair has confirmed what the coordinator proposes."""
    BEFORE_CUT_OFF = "before_cut_off"
    """The meeting's referral cut-off has not passed, or the chair agreed to a late item."""
    URGENT_AGREED = "urgent_agreed"
    """The chair has agreed that this cannot wait for the next cycle."""
    QUORUM = "quorum"
    CONFLICTS_ASKED = "conflicts_asked"
    """Everyone present was asked for conflicts on this case."""
    DECISION_RECORDED = "decision_recorded"
    ACTIONS_SETTLED = "actions_settled"
    """Every action is closed or handed over."""
    CLOSING_ASSESSMENT = "closing_assessment"
    """The risk was assessed again for the closure."""
    VICTIM_TOLD = "victim_told"
    """It is recorded that the person affected was told, or why not."""
    RECEIPT_HELD = "receipt_held"
    """The receiving forum or area has confirmed receipt."""
    CONSENT_HELD = "consent_held"
    """Valid consent is on record."""


class Support(StrEnum):
    """What entering a state means for what providers of support carry out. Saying nothing changes nothing."""

    WAITS = "waits"
    """Its ground (consent, for one) is asked for: nothing is begun or gone on with, and nothing is late."""
    RUNS = "runs"


@dataclass(frozen=True, slots=True)
class State:
    """A state. ``referrer_words`` is what the referrer is told, and no more than that.

    ``listable``: may be put on an agenda. ``open``: counts as live work. ``final``: only a new referral leads on.
    ``support``: whether what providers of support carry out waits from here on, or runs.
    """

    key: str
    title: str
    referrer_words: str
    final: bool = False
    pauses_clock: bool = False
    listable: bool = False
    open: bool = True
    support: Support | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """One permitted move. (``source``, ``verb``) is unique in a lifecycle. ``roles`` = panel roles, or ``system``.

    ``guards`` are checked by the features that make the move; ``requires`` are the panel's own rules and are checked
    at every move. ``on_clock``: a move of the ``system`` that is made when this clock of the case falls due.
    ``by_form``: made only by a case form that follows with it, never by hand. ``back``: the case goes back to the state
    from which it last came; ``target`` is where it goes if that is not known.
    """

    verb: str
    source: str
    target: str
    roles: tuple[str, ...]
    needs_reason: bool = False
    guards: tuple[Guard, ...] = ()
    title: str = ""
    requires: tuple[Requirement, ...] = ()
    on_clock: str = ""
    by_form: bool = False
    back: bool = False


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A state machine. ``decided_in`` is the state in which the panel's decision is made."""

    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    initial: str = "draft"
    decided_in: str = "heard"

    def state(self, key: str) -> State:
        """The state with this key. Raises ``KeyError`` if there is none."""
        for state in self.states:
            if state.key == key:
                return state
        raise KeyError(key)


class NotPossible(Exception):
    """A move that the lifecycle does not allow. ``str()`` is a plain sentence for the person who tried."""


def from_each(sources: Iterable[str], transition: Transition) -> tuple[Transition, ...]:
    """The same move out of several states; the ``source`` of ``transition`` itself is not used."""
    return tuple(replace(transition, source=source) for source in sources)


def find(lifecycle: Lifecycle, state: str, verb: str) -> Transition:
    """The move ``verb`` out of ``state``. Raises ``NotPossible`` with a sentence to show if there is none."""
    for transition in lifecycle.transitions:
        if transition.source == state and transition.verb == verb:
            return transition
    raise NotPossible(_why_not(lifecycle, state, verb))


def allowed(lifecycle: Lifecycle, state: str, roles: Iterable[str]) -> tuple[Transition, ...]:
    """The moves out of ``state`` open to somebody holding any of ``roles``, in declared order. Guards not judged."""
    held = frozenset(roles)
    return tuple(t for t in lifecycle.transitions if t.source == state and held.intersection(t.roles))


def reachable(lifecycle: Lifecycle, start: str) -> frozenset[str]:
    """Every state that can be reached from ``start`` by any number of moves, ``start`` included."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting.extend(t.target for t in lifecycle.transitions if t.source == state)
    return frozenset(seen)


def _why_not(lifecycle: Lifecycle, state: str, verb: str) -> str:
    titles = [t.title for t in lifecycle.transitions if t.verb == verb and t.title]
    wanted = f"“{titles[0]}”" if titles else "that"
    now = next((s.title for s in lifecycle.states if s.key == state), state)
    return f"You cannot do {wanted} now, because the case is at “{now}”."
