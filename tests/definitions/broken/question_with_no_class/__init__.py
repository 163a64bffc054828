"""A required question whose class was left open."""

from dataclasses import replace

from panels.definitions.question_with_no_class.about_section import ABOUT

from casework.panel_type.questions import Form
from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="question_with_no_class",
    referral_form=Form("ref", 1, "Refer", (ABOUT,)),
    earlier_forms=(),
    prompts=tuple(replace(prompt, triggers=()) for prompt in SOUND.prompts),
)
