"""Risk tools as a chair reads them: questions with points and flags, bands, and what a flag does."""

from dataclasses import dataclass

from casework.panel_type.definition import PanelType
from casework.panel_type.risk import RiskQuestion, RiskTool


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One answer, its points and the flags it raises."""

    text: str
    points: str
    flags: str


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One question with its answers."""

    text: str
    note: str
    options: tuple[OptionRow, ...]


@dataclass(frozen=True, slots=True)
class ToolShown:
    """One tool. ``rules``: what each flag does, in words."""

    title: str
    intro: str
    about: str
    maximum: int
    scored: int
    complete_percent: int
    override: bool
    bands: tuple[tuple[str, int, int], ...]
    rules: tuple[str, ...]
    rows: tuple[RiskRow, ...]


def tools(panel: PanelType) -> list[ToolShown]:
    """Every risk tool, with the numbers in force."""
    return [_tool(panel, tool) for tool in panel.risk_tools]


def _tool(panel: PanelType, tool: RiskTool) -> ToolShown:
    roles = {choice.value: choice.label for choice in panel.case_roles}
    return ToolShown(
        title=tool.title,
        intro=tool.intro,
        about=roles.get(tool.subject_role, tool.subject_role),
        maximum=tool.maximum,
        scored=sum(question.scored for question in tool.questions),
        complete_percent=tool.complete_percent,
        override=tool.override_allowed,
        bands=tuple((band.title, band.low, band.high) for band in tool.bands),
        rules=tuple(_rules(panel, tool)),
        rows=tuple(_row(question) for question in tool.questions),
    )


def _row(question: RiskQuestion) -> RiskRow:
    notes = [question.hint] if question.hint else []
    notes += ["Not scored"] if not question.scored else []
    notes += ["Several answers may be picked; the highest counts"] if question.multiple and question.scored else []
    options = tuple(
        OptionRow(option.text, str(option.points) if question.scored else "", ", ".join(option.flags).replace("_", " "))
        for option in question.options
    )
    return RiskRow(question.text, ". ".join(notes), options)


def _rules(panel: PanelType, tool: RiskTool) -> list[str]:
    found = []
    for rule in tool.rules:
        does = []
        if rule.band:
            does.append(f"raises the case to {tool.band(rule.band).title.lower()} whatever the total")
        if rule.prompt:
            does.append(f"brings up “{panel.prompt(rule.prompt).title}”")
        found.append(f"An answer with the flag “{rule.flag.replace('_', ' ')}” {' and '.join(does)}")
    return found
