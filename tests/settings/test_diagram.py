"""The drawing of a lifecycle: every state and move once, no line on another, words inside their place."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.panel_type.definition import PanelType
from casework.panel_type.lifecycle import Lifecycle, State, Transition
from panels.definitions import discover
from panels.settings.diagram import Diagram, draw
from panels.settings.diagram.drawing import BOX_RIGHT, BOX_WIDTH, LABEL_WIDTH, LANES_X
from panels.settings.diagram.lanes import lanes
from panels.settings.diagram.steps import steps
from panels.settings.shown_life import drawn, move_rows
from tests.panel_type.small_panel import PANEL

PANELS = (*discover(), PANEL)
by_key = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.key)


def tops(diagram: Diagram) -> list[float]:
    found, top = [], 0.0
    for one in diagram.slices:
        found.append(top)
        top += one.height
    return found


def joins(diagram: Diagram) -> list[tuple[float, float]]:
    placed = zip(tops(diagram), diagram.slices, strict=True)
    return [(move.x, top + move.y) for top, one in placed for move in one.moves]


def lane_pieces(diagram: Diagram) -> list[tuple[float, float, float]]:
    placed = zip(tops(diagram), diagram.slices, strict=True)
    return [(piece.x, top + piece.top, top + piece.bottom) for top, one in placed for piece in one.stretches]


@by_key
def test_every_state_is_a_box_and_every_move_a_line_to_its_target(panel: PanelType) -> None:
    diagram = drawn(panel)
    assert sorted(one.key for one in diagram.slices) == sorted(state.key for state in panel.lifecycle.states)
    enters = {one.key: one.enters for one in diagram.slices}
    for one in diagram.slices:
        moves = [move for move in panel.lifecycle.transitions if move.source == one.key]
        assert len(one.moves) == len(moves)
        for line, move in zip(one.moves, moves, strict=True):
            arrow = enters[move.target]
            assert arrow is not None
            assert line.x == arrow.x, (move.source, move.verb)


@by_key
def test_from_every_line_its_lane_runs_unbroken_to_the_arrow(panel: PanelType) -> None:
    diagram = drawn(panel)
    pieces = lane_pieces(diagram)
    arrows = {one.key: (one.enters.x, top + one.enters.y)
              for top, one in zip(tops(diagram), diagram.slices, strict=True) if one.enters}  # fmt: skip
    for top, one in zip(tops(diagram), diagram.slices, strict=True):
        moves = [move for move in panel.lifecycle.transitions if move.source == one.key]
        for line, move in zip(one.moves, moves, strict=True):
            x, end = arrows[move.target]
            low, high = sorted((top + line.y, end))
            covered = sum(max(0, min(bottom, high) - max(begin, low)) for at, begin, bottom in pieces if at == x)
            assert covered == pytest.approx(high - low), (move.source, move.verb)


@by_key
def test_two_lines_would_lie_on_one_another(panel: PanelType) -> None:
    diagram = drawn(panel)
    pieces = sorted(lane_pieces(diagram))
    for (x, _, bottom), (next_x, top, _) in pairwise(pieces):
        assert x != next_x or top >= bottom
    heights = [round(y, 3) for _, y in joins(diagram)]
    heights += [
        round(top + one.enters.y, 3) for top, one in zip(tops(diagram), diagram.slices, strict=True) if one.enters
    ]
    assert len(heights) == len(set(heights))


@by_key
def test_words_stay_in_their_place(panel: PanelType) -> None:
    """By the mean width of a letter of Arial, bold at 16 and 14 pixels, plain at 13, with a margin."""
    diagram = drawn(panel)
    for one in diagram.slices:
        for line, wide in (*((line, 8.9) for line in one.title), *((line, 6.4) for line in one.notes)):
            assert len(line.text) * wide <= BOX_WIDTH, line.text
            assert one.box_top < line.y < one.box_top + one.box_height, line.text
        for move in one.moves:
            for line, wide in (*((line, 7.6) for line in move.title), *((line, 6.4) for line in move.words)):
                assert len(line.text) * wide <= LABEL_WIDTH, line.text
                assert line.y <= move.y
            assert move.x >= LANES_X
            assert one.box_top <= move.y <= one.box_top + one.box_height
        assert one.enters is None or BOX_RIGHT < one.enters.x <= diagram.width


def test_the_steps_follow_the_life_of_a_case() -> None:
    panel = next(panel for panel in discover() if panel.key == "asb_marac")
    assert steps(panel.lifecycle) == (
        ("draft",),
        ("submitted",),
        ("more_info", "accepted"),
        ("listed",),
        ("heard",),
        ("active", "monitoring"),
        ("review_due",),
        ("closed",),
        ("rejected", "transferred", "withdrawn"),
    )


def test_short_lanes_stand_nearest_and_share_a_column_where_they_do_not_meet() -> None:
    found = lanes([("a", 0, 10), ("b", 40, 50), ("c", 5, 45)])
    assert (found["a"].column, found["b"].column, found["c"].column) == (0, 0, 1)
    assert lanes([("a", 0, 10), ("b", 15, 25)])["b"].column == 1


def test_who_and_what_must_hold_stand_with_every_move() -> None:
    panel = next(panel for panel in discover() if panel.key == "asb_marac")
    rows = {(row.source, row.title): row for row in move_rows(panel)}
    closing = rows["Open with a plan", "Close"]
    assert (closing.who, closing.target) == ("Chair or vice-chair", "Closed")
    assert closing.conditions == (
        "Every action is done or handed over",
        "The risk was assessed again for the closing",
        "It is recorded that the person affected was told, or why not",
        "A reason is given",
    )
    assert rows["Waiting for the referrer", "Lapse"].who == "By itself, as time passes"


def test_a_move_made_by_time_or_by_a_form_is_drawn_differently() -> None:
    by = {move.by for panel in discover() for one in drawn(panel).slices for move in one.moves}
    assert by == {"hand", "time", "form"}


@st.composite
def lifecycles(picked: st.DrawFn) -> Lifecycle:
    count = picked(st.integers(1, 12))
    keys = [f"s{number}" for number in range(count)]
    pairs = picked(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=30))
    states = tuple(State(key, f"State {key}", "", final=picked(st.booleans())) for key in keys)
    moves = tuple(Transition(f"m{number}", one, other, ("chair",)) for number, (one, other) in enumerate(pairs))
    return Lifecycle(states, moves, initial=keys[0], decided_in=keys[-1])


@given(lifecycles())
@settings(max_examples=150)
def test_any_lifecycle_is_drawn_whole(lifecycle: Lifecycle) -> None:
    diagram = draw(lifecycle, lambda move: "Chair")
    assert sorted(one.key for one in diagram.slices) == sorted(state.key for state in lifecycle.states)
    assert sum(len(one.moves) for one in diagram.slices) == len(lifecycle.transitions)
    pieces = sorted(lane_pieces(diagram))
    for (x, _, bottom), (next_x, top, _) in pairwise(pieces):
        assert x != next_x or top >= bottom
