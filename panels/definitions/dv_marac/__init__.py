"""The domestic abuse MARAC: agencies make a safety plan for people at high risk. The victim's adviser speaks for them.

Not statutory. Sharing rests on the Crime and Disorder Act 1998 s115, the Care Act 2014 and the Children Acts.
"""

from dataclasses import replace
from datetime import date

from casework.panel_type.common_choices import CASE_ROLES
from casework.panel_type.common_disclosure import DISCLOSURE
from casework.panel_type.common_lifecycle import LIFECYCLE
from casework.panel_type.common_prompts import prompts_named
from casework.panel_type.definition import CHAIR, COORDINATOR, MEMBER, REFERRER, VICE_CHAIR, PanelType
from panels.definitions.dv_marac.at_the_table import BRIEF, CLOSURE_REASONS, DECISIONS, MEETING, STOCK_ACTIONS
from panels.definitions.dv_marac.records import (
    ALTERNATIVE_FORUMS,
    CLOCKS,
    EXAMPLES,
    FIGURES,
    LETTERS,
    REFERRAL_REASONS,
    RETENTION,
    VISIBILITY,
)
from panels.definitions.dv_marac.referral_form import REFERRAL_FORM
from panels.definitions.dv_marac.risk_tool import DASH

PANEL = PanelType(
    key="dv_marac",
    version=1,
    effective_from=date(2026, 4, 1),
    name="Domestic abuse MARAC",
    neutral_name="Panel D",
    reference_letter="D",
    purpose="Agencies make a safety plan for somebody at high risk of serious harm from domestic abuse.",
    who_for=(
        "Somebody of 16 or over with fourteen ticks or more on the checklist",
        "Somebody you judge to be at high risk, whatever the number",
        "A new incident within twelve months of the last hearing",
    ),
    marking="OFFICIAL-SENSITIVE",
    referral_form=REFERRAL_FORM,
    risk_tools=(DASH,),
    lifecycle=LIFECYCLE,
    clocks=CLOCKS,
    meeting=MEETING,
    decisions=DECISIONS,
    closure_reasons=CLOSURE_REASONS,
    roles=(CHAIR, VICE_CHAIR, COORDINATOR, MEMBER, REFERRER),
    retention=RETENTION,
    visibility=VISIBILITY,
    letters=LETTERS,
    stock_actions=STOCK_ACTIONS,
    case_roles=tuple(role for role in CASE_ROLES if role.value not in ("subject", "complainant")),
    repeat_months=12,
    alternative_forums=ALTERNATIVE_FORUMS,
    referral_reasons=REFERRAL_REASONS,
    prompts=(
        *prompts_named(
            "crisis",
            "adult_safeguarding",
            "child_safeguarding",
            "modern_slavery",
            "fire_safety",
            "prevent_route",
            "perpetrator_told",
        ),
        # Weapons, threats and strangling are topics of the checklist here, not answers of the form.
        replace(prompts_named("violence")[0], triggers=()),
    ),
    examples=EXAMPLES,
    brief=BRIEF,
    case_forms=(DISCLOSURE,),
    figures=FIGURES,
)

__all__ = ["PANEL"]
