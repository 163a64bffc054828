"""How a decision came about: the panel's own ways, with their numbers and disagreements. Pure.

Sources of such rules: Counter-Terrorism and Security Act 2015 s37(6) (unanimity, else majority, else the chair).
"""

from casework.panel_type.meeting_rules import MeetingRules, WayToDecide
from panels.decisions.typed import Lack, Typed


def way_of(rules: MeetingRules, key: str) -> WayToDecide:
    """The way with this key; the panel's usual one, its first, for anything else."""
    return rules.way(key) or rules.ways_to_decide[0]


def asks_for_votes(rules: MeetingRules) -> bool:
    """Whether any way of the panel wants numbers."""
    return any(way.needs_votes for way in rules.ways_to_decide)


def says_more(rules: MeetingRules) -> bool:
    """Whether the panel's ways want more than a tick, so that the page shows them without being asked."""
    return any(way.needs_votes or way.needs_dissent or way.basis for way in rules.ways_to_decide)


def way_lacks(rules: MeetingRules, typed: Typed, *, voters: int, disagreements: int) -> tuple[Lack, ...]:
    """What is missing or cannot be, about how a case was decided.

    ``voters``: people in the room who may vote on it. ``disagreements``: those that would stand on the record.
    """
    way = rules.way(typed.rule) if typed.rule else rules.ways_to_decide[0]
    if way is None:
        return (Lack("rule", "Select how it was decided"),)
    found = [*_vote_lacks(way, typed, voters)] if way.needs_votes else []
    if way.needs_dissent and not disagreements:
        if not typed.dissent_agency_id:
            found.append(Lack("dissent_agency", "Select which agency disagreed"))
        if not typed.dissent_words:
            found.append(Lack("dissent_words", "Enter what they said, in their own words"))
    if way.unanimous and disagreements:
        found.append(Lack("rule", f"Somebody disagreed, so “{way.title}” cannot be recorded"))
    return tuple(found)


def way_words(way: WayToDecide, votes_for: int | None, votes_against: int | None) -> str:
    """The way in words, with its numbers and the statute that it rests on."""
    numbers = f": {votes_for} for, {votes_against} against" if way.needs_votes and votes_for is not None else ""
    basis = f" ({way.basis})" if way.basis else ""
    return f"{way.title}{numbers}{basis}"


def worth_saying(rules: MeetingRules, way: WayToDecide) -> bool:
    """Whether a way is more than the panel's usual one, so that it is said wherever the decision is."""
    return way != rules.ways_to_decide[0] or bool(way.needs_votes or way.basis)


def votes_of(rules: MeetingRules, typed: Typed) -> tuple[int | None, int | None]:
    """The numbers that belong on the record: none where the way has none."""
    return (typed.votes_for, typed.votes_against) if way_of(rules, typed.rule).needs_votes else (None, None)


def _vote_lacks(way: WayToDecide, typed: Typed, voters: int) -> list[Lack]:
    given = {"votes_for": typed.votes_for, "votes_against": typed.votes_against}
    words = {"votes_for": "Enter how many were for it", "votes_against": "Enter how many were against it"}
    missing = [Lack(name, words[name]) for name, number in given.items() if number is None or number < 0]
    if missing or typed.votes_for is None or typed.votes_against is None:
        return missing
    if typed.votes_for + typed.votes_against > voters:
        count = "1 person" if voters == 1 else f"{voters} people"
        return [Lack("votes_for", f"Enter no more votes than people: {count} in the room may vote on this case")]
    carried = typed.votes_for > typed.votes_against
    if way.by_votes and not carried:
        return [Lack("votes_for", f"For “{way.title}” there must be more votes for it than against it")]
    if not way.by_votes and carried:
        return [Lack("rule", f"More were for it than against it, so “{way.title}” cannot be recorded")]
    return []
