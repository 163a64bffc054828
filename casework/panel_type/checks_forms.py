"""Faults in the forms, prompts and risk tools of a definition."""

import re
from collections.abc import Iterable, Iterator

from casework.panel_type.definition import PanelType
from casework.panel_type.questions import Condition, Form, Kind, Question, Section, Sensitivity
from casework.panel_type.risk import RiskTool

SOUND_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
TAKEN_IDS = frozenset({"once", "version", "csrf_token", "data", "errors", "meta", "validate", "submit", "process"})
"""Names that the page's form needs for itself."""


def form_faults(panel: PanelType) -> Iterator[str]:
    """Faults of every form, prompt and risk tool."""
    for form in (panel.referral_form, *panel.earlier_forms):
        yield from one_form_faults(form)
    yield from _prompts(panel)
    yield from _brief(panel)
    yield from repeated("risk tool", (tool.id for tool in panel.risk_tools))
    for tool in panel.risk_tools:
        yield from _tool(panel, tool)


def _brief(panel: PanelType) -> Iterator[str]:
    known = {(section.id, question.id) for section in panel.referral_form.sections for question in section.questions}
    for line in panel.brief:
        if (line.section, line.question) not in known:
            yield f"the brief names the unknown question {line.section}.{line.question}"
    if panel.titled_by and (panel.titled_by.section, panel.titled_by.question) not in known:
        yield "the question that names a case is unknown"


def repeated(what: str, keys: Iterable[str]) -> Iterator[str]:
    """A fault for every key that occurs twice."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            yield f"{what} {key} is declared twice"
        seen.add(key)


def one_form_faults(form: Form) -> Iterator[str]:
    """Faults of one form: what is declared twice, or cannot be asked or kept."""
    yield from repeated("section", (section.id for section in form.sections))
    for section in form.sections:
        yield from repeated(f"question of section {section.id}:", (question.id for question in section.questions))
        known = {question.id: question for question in section.questions}
        for question in section.questions:
            yield from (f"question {section.id}.{question.id} {fault}" for fault in _question(question, known))


def _question(question: Question, known: dict[str, Question]) -> Iterator[str]:
    if not SOUND_ID.fullmatch(question.id) or question.id in TAKEN_IDS:
        yield "has an id that cannot be used"
    if not isinstance(question.sensitivity, Sensitivity):
        yield "has no sensitivity class"
    if question.kind in (Kind.CHOICE, Kind.MULTI) and not question.choices:
        yield "offers no choices"
    if question.required and question.asked_of:
        yield "is required, but not everybody is asked"
    if question.unique and question.kind is not Kind.TEXT:
        yield "is to be unique, and only one line of text can be"
    yield from repeated("choice", (choice.value for choice in question.offered))
    if question.show_if is not None:
        yield from _condition(question.show_if, question, known)


def _condition(condition: Condition, question: Question, known: dict[str, Question]) -> Iterator[str]:
    order = list(known)
    if condition.question not in known:
        yield f"depends on the unknown question {condition.question}"
    elif order.index(condition.question) >= order.index(question.id):
        yield f"depends on {condition.question}, which does not come before it"
    else:
        yield from _condition_values(condition, known[condition.question])


def _condition_values(condition: Condition, controlling: Question) -> Iterator[str]:
    wanted = [value for value in (condition.equals, condition.contains, *condition.any_of) if value is not None]
    if not wanted:
        yield "has a condition without a test"
    offered = {choice.value for choice in controlling.offered}
    for value in wanted:
        if offered and value not in offered:
            yield f"depends on the answer {value}, which {controlling.id} does not offer"


def _prompts(panel: PanelType) -> Iterator[str]:
    yield from repeated("prompt", (prompt.key for prompt in panel.prompts))
    sections: dict[str, Section] = {section.id: section for section in panel.referral_form.sections}
    for prompt in panel.prompts:
        for trigger in prompt.triggers:
            section = sections.get(trigger.section)
            asked = {question.id: question for question in section.questions} if section else {}
            if trigger.when.question not in asked:
                yield f"prompt {prompt.key} waits for the unknown question {trigger.section}.{trigger.when.question}"
            else:
                faults = _condition_values(trigger.when, asked[trigger.when.question])
                yield from (f"prompt {prompt.key} {fault}" for fault in faults)


def _tool(panel: PanelType, tool: RiskTool) -> Iterator[str]:
    name = f"risk tool {tool.id}"
    yield from repeated(f"question of {name}:", (question.id for question in tool.questions))
    for question in tool.questions:
        yield from repeated(f"answer of {name}.{question.id}:", (option.value for option in question.options))
    yield from _bands(name, tool)
    flags = {flag for question in tool.questions for option in question.options for flag in option.flags}
    bands, prompts = {band.key for band in tool.bands}, {prompt.key for prompt in panel.prompts}
    for rule in tool.rules:
        if rule.flag not in flags:
            yield f"{name} has a rule for the flag {rule.flag}, which no answer raises"
        if rule.band is not None and rule.band not in bands:
            yield f"{name} raises to the unknown band {rule.band}"
        if rule.prompt is not None and rule.prompt not in prompts:
            yield f"{name} names the unknown prompt {rule.prompt}"


def _bands(name: str, tool: RiskTool) -> Iterator[str]:
    yield from repeated(f"band of {name}:", (band.key for band in tool.bands))
    expected = 0
    for band in tool.bands:
        if band.low != expected or band.high < band.low:
            yield f"{name} has a gap or an overlap at band {band.key}"
        expected = band.high + 1
    if expected != tool.maximum + 1:
        yield f"{name} has bands up to {expected - 1}, but its highest total is {tool.maximum}"
