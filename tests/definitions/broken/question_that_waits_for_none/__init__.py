"""A question that is asked after an answer nobody can give."""

from dataclasses import replace

from panels.definitions.question_that_waits_for_none.about_section import ABOUT

from casework.panel_type.questions import Form
from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="question_that_waits_for_none",
    referral_form=Form("ref", 1, "Refer", (ABOUT,)),
    earlier_forms=(),
    prompts=tuple(replace(prompt, triggers=()) for prompt in SOUND.prompts),
)
