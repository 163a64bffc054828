"""Warnings and routes that an answer or a risk flag brings up. They inform; they never stop a referral."""

from collections.abc import Iterable
from dataclasses import dataclass

from casework.panel_type.answers import holds
from casework.panel_type.questions import Answers, Condition


@dataclass(frozen=True, slots=True)
class Trigger:
    """An answer that brings a prompt up: any item of ``section`` for which ``when`` holds."""

    section: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Prompt:
    """Plain words for the officer: what this may mean and which route to take now.

    Shown when a risk flag names it (``risk.FlagRule.prompt``) or when any of ``triggers`` holds.
    """

    key: str
    title: str
    text: str
    triggers: tuple[Trigger, ...] = ()


def prompts_for(prompts: Iterable[Prompt], answers: Answers, keys: Iterable[str] = ()) -> tuple[Prompt, ...]:
    """The prompts to show for these answers, and those asked for by ``keys`` (from a risk score), in declared order."""
    wanted = frozenset(keys)
    return tuple(prompt for prompt in prompts if prompt.key in wanted or _triggered(prompt, answers))


def _triggered(prompt: Prompt, answers: Answers) -> bool:
    return any(holds(trigger.when, item) for trigger in prompt.triggers for item in answers.get(trigger.section) or ())
