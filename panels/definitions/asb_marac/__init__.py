"""The Community ASB MARAC: agencies share what they know of complex anti-social behaviour and agree a plan.

Not statutory. Sharing rests on the Crime and Disorder Act 1998 s115, the Care Act 2014 and the Children Acts.
"""

from datetime import date

from casework.panel_type.common_choices import CASE_ROLES
from casework.panel_type.common_disclosure import DISCLOSURE
from casework.panel_type.common_lifecycle import LIFECYCLE
from casework.panel_type.common_prompts import COMMON_PROMPTS
from casework.panel_type.definition import CHAIR, COORDINATOR, MEMBER, REFERRER, VICE_CHAIR, PanelType
from panels.definitions.asb_marac.case_decisions import CLOSURE_REASONS, DECISIONS, STOCK_ACTIONS
from panels.definitions.asb_marac.clock_rules import CLOCKS
from panels.definitions.asb_marac.meeting_cycle import BRIEF, MEETING
from panels.definitions.asb_marac.records import (
    ALTERNATIVE_FORUMS,
    FIGURES,
    LETTERS,
    REFERRAL_REASONS,
    RETENTION,
    VISIBILITY,
)
from panels.definitions.asb_marac.referral_form import REFERRAL_FORM
from panels.definitions.asb_marac.risk_tool import ASB_RAM
from panels.definitions.asb_marac.worked_examples import EXAMPLES

PANEL = PanelType(
    key="asb_marac",
    version=1,
    effective_from=date(2026, 4, 1),
    name="Community ASB MARAC",
    neutral_name="Panel A",
    reference_letter="A",
    purpose="Agencies share what they know about serious anti-social behaviour and agree a plan to keep people safe.",
    who_for=(
        "Somebody who is vulnerable and is badly affected by anti-social behaviour",
        "Somebody whose behaviour harms others and who needs help themselves",
        "A case that is happening more often or getting worse",
        "A case that one agency cannot solve alone",
    ),
    marking="OFFICIAL-SENSITIVE",
    referral_form=REFERRAL_FORM,
    risk_tools=(ASB_RAM,),
    lifecycle=LIFECYCLE,
    clocks=CLOCKS,
    meeting=MEETING,
    decisions=DECISIONS,
    closure_reasons=CLOSURE_REASONS,
    roles=(CHAIR, VICE_CHAIR, COORDINATOR, MEMBER, REFERRER),
    retention=RETENTION,
    visibility=VISIBILITY,
    letters=LETTERS,
    figures=FIGURES,
    stock_actions=STOCK_ACTIONS,
    case_roles=tuple(role for role in CASE_ROLES if role.value != "subject"),
    repeat_months=12,
    alternative_forums=ALTERNATIVE_FORUMS,
    referral_reasons=REFERRAL_REASONS,
    prompts=COMMON_PROMPTS,
    examples=EXAMPLES,
    brief=BRIEF,
    case_forms=(DISCLOSURE,),
)

__all__ = ["PANEL"]
