"""A definition as it is in force: the declared one in one of its modes. Pure."""

from dataclasses import replace

from casework.panel_type.definition import BriefLine, PanelType
from casework.panel_type.modes import Mode
from casework.panel_type.prompts import Prompt
from casework.panel_type.questions import Form, Kind, Section, Sensitivity

Asked = frozenset[tuple[str, str]]


def in_mode(panel: PanelType, mode: Mode) -> PanelType:
    """The panel as it runs in ``mode``, one of its own.

    Where nothing is written about people, no question of the narrative class or of several lines is asked, no prompt or
    brief waits for an answer to one, and the forms that are nothing without narrative do not exist.
    """
    chosen = replace(panel, mode=mode.key)
    return chosen if mode.narrative else _without_narrative(chosen)


def _without_narrative(panel: PanelType) -> PanelType:
    form = _asked_form(panel.referral_form)
    asked = frozenset((section.id, question.id) for section in form.sections for question in section.questions)
    return replace(
        panel,
        referral_form=form,
        earlier_forms=tuple(_asked_form(earlier) for earlier in panel.earlier_forms),
        case_forms=tuple(
            replace(one, form=_asked_form(one.form)) for one in panel.case_forms if not one.needs_narrative
        ),
        passes_on=tuple(replace(passing, form=_asked_form(passing.form)) for passing in panel.passes_on),
        brief=tuple(line for line in panel.brief if _is_asked(line, asked)),
        prompts=tuple(_prompt(prompt, asked) for prompt in panel.prompts),
        public_door=None,  # residents could only be asked for what is not to be written
    )


def _asked_form(form: Form) -> Form:
    sections = (_asked_section(section) for section in form.sections)
    return replace(form, sections=tuple(section for section in sections if section.questions))


def _asked_section(section: Section) -> Section:
    asked = (one for one in section.questions if one.sensitivity is not Sensitivity.N and one.kind is not Kind.LONG)
    return replace(section, questions=tuple(asked))


def _is_asked(line: BriefLine, asked: Asked) -> bool:
    return (line.section, line.question) in asked


def _prompt(prompt: Prompt, asked: Asked) -> Prompt:
    waits = (trigger for trigger in prompt.triggers if (trigger.section, trigger.when.question) in asked)
    return replace(prompt, triggers=tuple(waits))
