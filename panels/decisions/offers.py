"""Which decisions the panel can take on a case as it stands, and what must be true before one is recorded. Pure."""

from dataclasses import dataclass

from casework.panel_type.definition import DecisionOption, PanelType
from casework.panel_type.facts import CaseFacts, Requirement


@dataclass(frozen=True, slots=True)
class Offer:
    """A decision that can be taken, with what does not hold yet."""

    option: DecisionOption
    unmet: tuple[Requirement, ...]

    @property
    def hint(self) -> str:
        """What stands beside the decision: its own hint, then what must be true first."""
        return " ".join(part for part in (_sentence(self.option.hint), *map(_not_yet, self.unmet)) if part)


def offers_of(panel: PanelType, facts: CaseFacts) -> tuple[Offer, ...]:
    """The decisions that are offered on this case, in the panel's order. One that is not exists for nobody."""
    return tuple(
        Offer(option, unmet_of(panel, option, facts)) for option in panel.decisions if is_offered(option, facts)
    )


def is_offered(option: DecisionOption, facts: CaseFacts) -> bool:
    """Whether the decision can be taken at all."""
    return option.offered is None or option.offered.holds(facts)


def unmet_of(panel: PanelType, option: DecisionOption, facts: CaseFacts) -> tuple[Requirement, ...]:
    """What must be true before this decision is recorded and is not: its own requirements, then those of its move."""
    wanted = (*option.requires, *_of_its_move(panel, option))
    return tuple(dict.fromkeys(needed for needed in wanted if not needed.holds(facts)))


def _of_its_move(panel: PanelType, option: DecisionOption) -> tuple[Requirement, ...]:
    for move in panel.lifecycle.transitions:
        if move.source == panel.lifecycle.decided_in and move.target == option.target_state and not move.by_form:
            return move.requires
    return ()


def _sentence(words: str) -> str:
    return f"{words}." if words and words[-1] not in ".!?" else words


def _not_yet(needed: Requirement) -> str:
    basis = f" ({needed.basis})" if needed.basis else ""
    return f"Not yet: {needed.why_not.rstrip('.')}{basis}."
