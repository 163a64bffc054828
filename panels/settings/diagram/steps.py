"""In which step of a case's life each state stands: the longest way to it from the start, ways back left out. Pure."""

from collections.abc import Mapping

from casework.panel_type.lifecycle import Lifecycle

Pairs = Mapping[str, tuple[str, ...]]


def steps(lifecycle: Lifecycle) -> tuple[tuple[str, ...], ...]:
    """The states' keys by step, in declared order within each; states that nothing leads out of stand in the last."""
    onward = _onward(lifecycle)
    depth = _depths(lifecycle, onward)
    ends = {state.key for state in lifecycle.states if state.final and not _out(lifecycle, state.key)}
    last = max(depth.values(), default=0) + 1
    place = {state.key: last if state.key in ends else depth.get(state.key, 0) for state in lifecycle.states}
    return tuple(
        tuple(state.key for state in lifecycle.states if place[state.key] == step)
        for step in sorted(set(place.values()))
    )


def _out(lifecycle: Lifecycle, state: str) -> tuple[str, ...]:
    targets = (move.target for move in lifecycle.transitions if move.source == state and move.target != state)
    return tuple(dict.fromkeys(targets))


def _onward(lifecycle: Lifecycle) -> Pairs:
    """Where each state leads to, without the moves that lead back to a state the case has come through."""
    found: dict[str, list[str]] = {state.key: [] for state in lifecycle.states}
    on_the_way: set[str] = set()
    done: set[str] = set()

    def visit(state: str) -> None:
        on_the_way.add(state)
        for target in _out(lifecycle, state):
            if target in on_the_way or target not in found:
                continue
            found[state].append(target)
            if target not in done:
                visit(target)
        on_the_way.discard(state)
        done.add(state)

    visit(lifecycle.initial)
    return {state: tuple(targets) for state, targets in found.items()}


def _depths(lifecycle: Lifecycle, onward: Pairs) -> dict[str, int]:
    depth = {lifecycle.initial: 0}
    # There is no way back among these pairs, so that as many rounds as states settle every depth.
    for _ in lifecycle.states:
        for state, targets in onward.items():
            for target in targets if state in depth else ():
                depth[target] = max(depth.get(target, 0), depth[state] + 1)
    return depth
