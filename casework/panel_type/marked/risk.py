"""The numbers of risk tools: where each band begins, and how much must be answered."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from casework.panel_type.definition import PanelType
from casework.panel_type.marked.numbers import RISK, Marked
from casework.panel_type.risk import RiskTool


def risk_numbers(panel: PanelType) -> Iterator[Marked]:
    """The numbers of every risk tool. The band before always ends where the next begins, so no total is left out."""
    for tool in panel.risk_tools:
        for band in tool.bands[1:]:
            title = f"{band.title} begins at a total of"
            change = _set_begin(band.key)
            yield _marked(tool, f"begins.{band.key}", title, "points", band.low, (1, tool.maximum), change)
        if tool.questions:
            title = "Complete when this much is answered"
            yield _marked(tool, "complete_percent", title, "%", tool.complete_percent, (1, 100), _set_percent)


def _marked(
    tool: RiskTool,
    what: str,
    title: str,
    unit: str,
    value: int,
    limits: tuple[int, int],
    change: Callable[[RiskTool, int], RiskTool],
) -> Marked:
    def put(panel: PanelType, new: int) -> PanelType:
        tools = (change(one, new) if one.id == tool.id else one for one in panel.risk_tools)
        return replace(panel, risk_tools=tuple(tools))

    return Marked(f"risk.{tool.id}.{what}", title, RISK, tool.title, unit, value, *limits, put)


def _set_percent(tool: RiskTool, value: int) -> RiskTool:
    return replace(tool, complete_percent=value)


def _set_begin(key: str) -> Callable[[RiskTool, int], RiskTool]:
    def change(tool: RiskTool, value: int) -> RiskTool:
        bands = [*tool.bands]
        place = next(number for number, band in enumerate(bands) if band.key == key)
        bands[place] = replace(bands[place], low=value)
        bands[place - 1] = replace(bands[place - 1], high=value - 1)
        return replace(tool, bands=tuple(bands))

    return change
