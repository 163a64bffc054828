"""Where every box, line and word of the drawing stands, in drawing units of one CSS pixel. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from casework.panel_type.lifecycle import Lifecycle, State, Transition
from panels.settings.diagram.lanes import Lane, lanes
from panels.settings.diagram.steps import steps

STEP_X, BOX_X, BOX_WIDTH = 12, 84, 196
BOX_RIGHT = BOX_X + BOX_WIDTH
LABEL_X, LABEL_WIDTH = BOX_RIGHT + 14, 352
LANES_X, LANE_GAP = LABEL_X + LABEL_WIDTH + 18, 22
EDGE = 18
ABOVE, BELOW, HEAD = 7, 7, 28
TITLE_LINE, WORDS_LINE, UNDER = 17, 15, 6
TITLE_CHARS, WORDS_CHARS, BOX_CHARS = 46, 55, 22
BOX_LINE, NOTE_LINE, BOX_PAD = 19, 16, 12
COLOURS = 6

Words = Callable[[Transition], str]
"""Who may make a move and on what condition, in words."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, its foot at ``y``."""

    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Move:
    """One arrow out of the box: its words, the line at ``y`` under them, and where it joins its target's lane.

    ``by``: ``hand``, ``time`` (it comes by itself) or ``form``. ``colour``: number of the lane's colour.
    """

    title: tuple[Line, ...]
    words: tuple[Line, ...]
    y: float
    x: float
    by: str
    colour: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a lane that runs through a slice."""

    x: float
    top: float
    bottom: float
    colour: int


@dataclass(frozen=True, slots=True)
class Enters:
    """The arrow into a box: from its lane at ``x``, at height ``y``."""

    x: float
    y: float
    colour: int


@dataclass(frozen=True, slots=True)
class Slice:
    """One state's part of the drawing; all heights count from its own top.

    ``step``: the heading of the step, where it begins here. ``enters`` is ``None`` when nothing leads to the state.
    ``kind``: ``first``, ``end`` or nothing.
    """

    key: str
    step: str
    height: float
    box_top: float
    box_height: float
    title: tuple[Line, ...]
    notes: tuple[Line, ...]
    kind: str
    enters: Enters | None
    moves: tuple[Move, ...]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole drawing: slices of one width, from top to bottom."""

    width: float
    slices: tuple[Slice, ...]

    @property
    def height(self) -> float:
        """Of all slices together."""
        return sum(one.height for one in self.slices)


@dataclass(frozen=True, slots=True)
class _Row:
    move: Transition
    title: tuple[str, ...]
    words: tuple[str, ...]
    top: float

    @property
    def height(self) -> float:
        return len(self.title) * TITLE_LINE + len(self.words) * WORDS_LINE + UNDER

    @property
    def line(self) -> float:
        """The height of the line under the words."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class _Placed:
    state: State
    step: str
    top: float
    height: float
    rows: tuple[_Row, ...]
    title: tuple[str, ...]
    notes: tuple[str, ...]
    entered: bool


def draw(lifecycle: Lifecycle, words: Words) -> Diagram:
    """The drawing of a lifecycle; ``words`` tells who makes a move."""
    placed = _placed(lifecycle, words)
    found = lanes(_spans(placed))
    width = LANES_X + LANE_GAP * max((lane.column for lane in found.values()), default=0) + EDGE
    return Diagram(width, tuple(_slice(one, lifecycle, found) for one in placed))


def lane_x(lane: Lane) -> float:
    """Where a lane runs."""
    return LANES_X + LANE_GAP * lane.column


def _placed(lifecycle: Lifecycle, words: Words) -> tuple[_Placed, ...]:
    entered = {move.target for move in lifecycle.transitions}
    found, top = [], 0.0
    all_steps = steps(lifecycle)
    for number, keys in enumerate(all_steps, start=1):
        heading = "Ends" if _are_ends(lifecycle, keys) else f"Step {number}"
        for place, key in enumerate(keys):
            one = _place(lifecycle, lifecycle.state(key), heading if place == 0 else "", top, words, key in entered)
            found.append(one)
            top += one.height
    return tuple(found)


def _are_ends(lifecycle: Lifecycle, keys: Sequence[str]) -> bool:
    sources = {move.source for move in lifecycle.transitions}
    return all(lifecycle.state(key).final and key not in sources for key in keys)


def _place(lifecycle: Lifecycle, state: State, step: str, top: float, words: Words, entered: bool) -> _Placed:
    y = ABOVE + (HEAD if entered else 4.0)
    rows = []
    for move in (move for move in lifecycle.transitions if move.source == state.key):
        target = lifecycle.state(move.target).title
        title = tuple(wrap(f"{move.title or move.verb.capitalize()} → {target}", TITLE_CHARS))
        row = _Row(move, title, tuple(wrap(words(move), WORDS_CHARS)), y)
        rows.append(row)
        y += row.height + 3
    title, notes = tuple(wrap(state.title, BOX_CHARS)), _notes(lifecycle, state)
    text = 2 * BOX_PAD + len(title) * BOX_LINE + len(notes) * NOTE_LINE
    height = max(y + 4, ABOVE + text) + BELOW
    return _Placed(state, step, top, float(round(height)), tuple(rows), title, notes, entered)


def _notes(lifecycle: Lifecycle, state: State) -> tuple[str, ...]:
    told = (
        (state.key == lifecycle.initial, "Here it begins"),
        (state.key == lifecycle.decided_in, "The panel decides here"),
        (state.listable, "Can be put on an agenda"),
        (state.pauses_clock, "Clocks rest"),
        (state.final, "An end"),
    )
    return tuple(line for holds, text in told if holds for line in wrap(text, BOX_CHARS + 5))


def _spans(placed: Sequence[_Placed]) -> list[tuple[str, float, float]]:
    heights: dict[str, list[float]] = {one.state.key: [one.top + _enters_at()] for one in placed if one.entered}
    for one in placed:
        for row in one.rows:
            heights[row.move.target].append(one.top + row.line)
    return [(target, min(at), max(at)) for target, at in heights.items()]


def _enters_at() -> float:
    return ABOVE + HEAD / 2


def _slice(one: _Placed, lifecycle: Lifecycle, found: dict[str, Lane]) -> Slice:
    lane = found.get(one.state.key)
    foot = ABOVE + BOX_PAD + 14.0
    title = tuple(Line(text, foot + number * BOX_LINE) for number, text in enumerate(one.title))
    below = foot + len(one.title) * BOX_LINE
    return Slice(
        key=one.state.key,
        step=one.step,
        height=one.height,
        box_top=ABOVE,
        box_height=one.height - ABOVE - BELOW,
        title=title,
        notes=tuple(Line(text, below + number * NOTE_LINE) for number, text in enumerate(one.notes)),
        kind="first" if one.state.key == lifecycle.initial else "end" if one.state.final else "",
        enters=Enters(lane_x(lane), _enters_at(), lane.column % COLOURS) if lane else None,
        moves=tuple(_move(row, found[row.move.target]) for row in one.rows),
        stretches=tuple(_stretches(one, found.values())),
    )


def _move(row: _Row, lane: Lane) -> Move:
    by = "form" if row.move.by_form else "time" if row.move.roles == ("system",) else "hand"
    after = row.top + len(row.title) * TITLE_LINE
    return Move(
        title=tuple(Line(text, row.top + 14 + number * TITLE_LINE) for number, text in enumerate(row.title)),
        words=tuple(Line(text, after + 12 + number * WORDS_LINE) for number, text in enumerate(row.words)),
        y=row.line,
        x=lane_x(lane),
        by=by,
        colour=lane.column % COLOURS,
    )


def _stretches(one: _Placed, found: Iterable[Lane]) -> list[Stretch]:
    made = []
    for lane in found:
        top, bottom = max(lane.top, one.top), min(lane.bottom, one.top + one.height)
        if top < bottom:
            made.append(Stretch(lane_x(lane), top - one.top, bottom - one.top, lane.column % COLOURS))
    return made
