"""A required question that does not say how sensitive its answer is."""

from dataclasses import replace

from panels.definitions.question_without_a_class.referral_form import REFERRAL_FORM

from tests.panel_type.small_panel import PANEL as SOUND

PANEL = replace(
    SOUND,
    key="question_without_a_class",
    referral_form=REFERRAL_FORM,
)
