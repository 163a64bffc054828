"""Faults in the forms, prompts and risk tools of a definition."""

import re
from collections.abc import Iterator

from casework.panel_type.definition import BriefLine, PanelType
from casework.panel_type.faults import Fault, repeated
from casework.panel_type.prompts import Trigger
from casework.panel_type.questions import Condition, Form, Kind, Question, Section, Sensitivity
from casework.panel_type.risk import RiskTool

SOUND_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
TAKEN_IDS = frozenset({"once", "version", "csrf_token", "data", "errors", "meta", "validate", "submit", "process"})
"""Names that the page's form needs for itself."""
BEFORE_IT = "Name a question of the same section that comes before it"


def form_faults(panel: PanelType) -> Iterator[Fault]:
    """Faults of every form, prompt and risk tool."""
    for form in (panel.referral_form, *panel.earlier_forms):
        yield from one_form_faults(form)
    yield from _prompts(panel)
    yield from _named_questions(panel)
    yield from repeated("risk tool", panel.risk_tools)
    for tool in panel.risk_tools:
        yield from _tool(panel, tool)


def one_form_faults(form: Form, within: str = "") -> Iterator[Fault]:
    """Faults of one form: what is declared twice, or cannot be asked or kept. ``within`` names the form's place."""
    yield from repeated(f"{within}section", form.sections)
    for section in form.sections:
        yield from repeated(f"{within}question of section {section.id}:", section.questions)
        known = {question.id: question for question in section.questions}
        for question in section.questions:
            yield from _question(question, f"{within}question {section.id}.{question.id}")
            if question.show_if is not None:
                what = f"{within}question {section.id}.{question.id}"
                yield from _condition(question.show_if, question, known, what)


def _named_questions(panel: PanelType) -> Iterator[Fault]:
    sections = {section.id: section for section in panel.referral_form.sections}
    for line in panel.brief:
        yield from _line("the brief names", line, sections)
    if panel.titled_by:
        yield from _line("the case is named by", panel.titled_by, sections)
    if panel.bars_agency:
        yield from _line("colleagues are kept out by", panel.bars_agency, sections)
    if panel.withholds_identity:
        yield from _trigger("the withholding of names", panel.withholds_identity, sections)


def _line(what: str, line: BriefLine, sections: dict[str, Section]) -> Iterator[Fault]:
    section = sections.get(line.section)
    if section is None or line.question not in {question.id for question in section.questions}:
        mend = "Name a section and a question of the referral form"
        yield Fault(f"{what} the unknown question {line.section}.{line.question}", mend, line)


def _question(question: Question, what: str) -> Iterator[Fault]:
    if not SOUND_ID.fullmatch(question.id) or question.id in TAKEN_IDS:
        mend = "Use small letters, digits and underscores, and a word that the form does not need itself"
        yield Fault(f"{what} has an id that cannot be used", mend, question)
    if not isinstance(question.sensitivity, Sensitivity):
        mend = "Say its class: Sensitivity.I, SC, CO, N or O"
        yield Fault(f"{what} has no sensitivity class", mend, question)
    if question.kind in (Kind.CHOICE, Kind.MULTI) and not question.choices:
        yield Fault(f"{what} offers no choices", "Give the answers that can be picked in choices", question)
    if question.required and question.asked_of:
        mend = "Leave required or asked_of out"
        yield Fault(f"{what} is required, but not everybody is asked", mend, question)
    if question.unique and question.kind is not Kind.TEXT:
        words = f"{what} is to be unique, and only one line of text can be"
        yield Fault(words, "Make it Kind.TEXT, or leave unique out", question)
    for fault in repeated("choice", question.offered):
        yield Fault(f"{what} {fault.words}", fault.mend, question)


def _condition(condition: Condition, question: Question, known: dict[str, Question], what: str) -> Iterator[Fault]:
    order = list(known)
    if condition.question not in known:
        yield Fault(f"{what} depends on the unknown question {condition.question}", BEFORE_IT, question)
    elif order.index(condition.question) >= order.index(question.id):
        words = f"{what} depends on {condition.question}, which does not come before it"
        yield Fault(words, BEFORE_IT, question)
    else:
        yield from _values(condition, known[condition.question], what, question)


def _values(condition: Condition, controlling: Question, what: str, part: object) -> Iterator[Fault]:
    wanted = [value for value in (condition.equals, condition.contains, *condition.any_of) if value is not None]
    if not wanted:
        yield Fault(f"{what} has a condition without a test", "Give equals, contains or any_of", part)
    offered = {choice.value for choice in controlling.offered}
    for value in wanted:
        if offered and value not in offered:
            words = f"{what} depends on the answer {value}, which {controlling.id} does not offer"
            yield Fault(words, "Name an answer that the question offers", part)


def _prompts(panel: PanelType) -> Iterator[Fault]:
    yield from repeated("prompt", panel.prompts)
    sections = {section.id: section for section in panel.referral_form.sections}
    for prompt in panel.prompts:
        for trigger in prompt.triggers:
            for fault in _trigger(f"prompt {prompt.key}", trigger, sections):
                yield Fault(fault.words, fault.mend, prompt)


def _trigger(what: str, trigger: Trigger, sections: dict[str, Section]) -> Iterator[Fault]:
    section = sections.get(trigger.section)
    asked = {question.id: question for question in section.questions} if section else {}
    if trigger.when.question not in asked:
        words = f"{what} waits for the unknown question {trigger.section}.{trigger.when.question}"
        yield Fault(words, "Name a section and a question of the referral form", trigger)
    else:
        yield from _values(trigger.when, asked[trigger.when.question], what, trigger)


def _tool(panel: PanelType, tool: RiskTool) -> Iterator[Fault]:
    name = f"risk tool {tool.id}"
    yield from repeated(f"question of {name}:", tool.questions)
    for question in tool.questions:
        yield from repeated(f"answer of {name}.{question.id}:", question.options)
    yield from _bands(name, tool)
    flags = {flag for question in tool.questions for option in question.options for flag in option.flags}
    bands, prompts = {band.key for band in tool.bands}, {prompt.key for prompt in panel.prompts}
    for rule in tool.rules:
        if rule.flag not in flags:
            words = f"{name} has a rule for the flag {rule.flag}, which no answer raises"
            yield Fault(words, "Let an answer raise the flag, or take the rule away", rule)
        if rule.band is not None and rule.band not in bands:
            yield Fault(f"{name} raises to the unknown band {rule.band}", "Name one of the tool's bands", rule)
        if rule.prompt is not None and rule.prompt not in prompts:
            yield Fault(f"{name} names the unknown prompt {rule.prompt}", "Name one of the panel's prompts", rule)


def _bands(name: str, tool: RiskTool) -> Iterator[Fault]:
    yield from repeated(f"band of {name}:", tool.bands)
    expected = 0
    for band in tool.bands:
        if band.low != expected or band.high < band.low:
            mend = f"Let it begin at {expected}, where the band before it ends, and end at {expected} or higher"
            yield Fault(f"{name} has a gap or an overlap at band {band.key}", mend, band)
        expected = band.high + 1
    if expected != tool.maximum + 1:
        words = f"{name} has bands up to {expected - 1}, but its highest total is {tool.maximum}"
        yield Fault(words, f"Let the last band end at {tool.maximum}", tool)
