"""Worked examples, worked again with the numbers in force, beside what the definition says they give."""

from dataclasses import dataclass, replace
from datetime import date

from casework.panel_type.definition import PanelType
from casework.panel_type.examples import Example, ExampleClock, ExampleMeeting, ExampleScore, ExampleWorkings
from casework.panel_type.risk import score
from casework.panel_type.working_time import Pause, due_on, england_and_wales, meeting_dates
from wording.dates import uk_date, uk_datetime

DAYS = (
    ("cut_off_on", "Last day for referrals"),
    ("pack_on", "First pack"),
    ("returns_on", "Answers due"),
    ("actions_on", "Actions to owners"),
    ("minutes_on", "Draft minutes"),
)


@dataclass(frozen=True, slots=True)
class ExampleShown:
    """One example: what is given, what comes of it now, and whether that is what the definition says."""

    kind: str
    title: str
    given: tuple[str, ...]
    gives: str
    declared: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def same(self) -> bool:
        """Whether the result is still the declared one."""
        return self.gives == self.declared


def examples(panel: PanelType) -> list[ExampleShown]:
    """Every worked example of the panel."""
    return [_shown(panel, example) for example in panel.examples]


def _shown(panel: PanelType, example: Example) -> ExampleShown:
    match example:
        case ExampleScore():
            return _score(panel, example)
        case ExampleClock():
            return _clock(panel, example)
        case ExampleMeeting():
            return _meeting(panel, example)
        case ExampleWorkings():
            return _workings(panel, example)


def _score(panel: PanelType, example: ExampleScore) -> ExampleShown:
    tool = panel.tool(example.tool)
    found = score(tool, dict(example.answers))
    told = dict(example.answers)
    rows = []
    for question in tool.questions:
        picked = next((one for one in question.options if one.value == told.get(question.id)), None)
        if picked:
            rows.append((question.text, picked.text, str(picked.points), ", ".join(picked.flags).replace("_", " ")))
    return ExampleShown(
        tool.title,
        example.title,
        (),
        _total(panel, example.tool, found.total, found.band, found.flags),
        _total(panel, example.tool, example.total, example.band, example.flags),
        ("Question", "Answer", "Points", "Flags"),
        tuple(rows),
    )


def _total(panel: PanelType, tool: str, total: int, band: str, flags: tuple[str, ...]) -> str:
    raised = f", flags: {', '.join(flags).replace('_', ' ')}" if flags else ""
    return f"{total} of {panel.tool(tool).maximum}, {panel.tool(tool).band(band).title.lower()}{raised}"


def _clock(panel: PanelType, example: ExampleClock) -> ExampleShown:
    rule = panel.clock(example.clock)
    pauses = [Pause(start, end) for start, end in example.pauses]
    due = due_on(rule, example.started_at, pauses, england_and_wales(), band=example.band)
    bands = {band.key: band.title for tool in panel.risk_tools for band in tool.bands}
    given = [f"Starts {uk_datetime(example.started_at)}"]
    given += [f"Rests from {uk_datetime(start)} to {uk_datetime(end)}" for start, end in example.pauses]
    given += [f"Risk: {bands[example.band].lower()}"] if example.band else []
    gives = f"Due {uk_datetime(due.due_at)}" if due.due_at else "Resting"
    return ExampleShown(rule.title, example.title, tuple(given), gives, f"Due {uk_datetime(example.due_at)}")


def _meeting(panel: PanelType, example: ExampleMeeting) -> ExampleShown:
    found = meeting_dates(panel.meeting, example.meeting_on, england_and_wales())
    return ExampleShown(
        "The cycle round a meeting",
        example.title,
        (f"Meeting on {uk_date(example.meeting_on)}",),
        _days({name: getattr(found, name) for name, _ in DAYS}),
        _days({name: getattr(example, name) for name, _ in DAYS}),
    )


def _days(days: dict[str, date]) -> str:
    return "; ".join(f"{title} {uk_date(days[name])}" for name, title in DAYS)


def _workings(panel: PanelType, example: ExampleWorkings) -> ExampleShown:
    assert panel.workings is not None
    found = panel.workings(replace(example.facts, numbers={**panel.numbers, **example.facts.numbers}))
    met = {True: "Met", False: "Not met", None: "An officer must judge"}
    counts = {True: "Counts", False: "Does not count", None: "To be judged"}
    rows = tuple((*row.cells, f"{counts[row.counts]}{f': {row.why}' if row.why else ''}") for row in found.rows)
    return ExampleShown(
        found.title,
        example.title,
        (f"On {uk_date(example.facts.today)}", found.result, *found.warnings),
        met[found.met],
        met[example.met],
        (*found.columns, "Result"),
        rows,
    )
