"""Channel: early, voluntary support for people who are vulnerable to being drawn into terrorism.

Statutory: Counter-Terrorism and Security Act 2015 ss36 to 41 and Schedule 7, with the Channel duty guidance. The
national tracker is the system of record; by default this panel holds the logistics of meetings and nothing in words.
"""

from datetime import date

from casework.panel_type.definition import CASE_OFFICER, CHAIR, COORDINATOR, MEMBER, REFERRER, VICE_CHAIR, PanelType
from panels.definitions.channel.case_decisions import CLOSURE_REASONS, DECISIONS, STOCK_ACTIONS
from panels.definitions.channel.case_forms import CASE_FORMS
from panels.definitions.channel.case_lifecycle import LIFECYCLE
from panels.definitions.channel.choices import CASE_ROLES
from panels.definitions.channel.clock_rules import CLOCKS
from panels.definitions.channel.meeting_cycle import BRIEF, MEETING
from panels.definitions.channel.prompts import PROMPTS
from panels.definitions.channel.records import (
    ALTERNATIVE_FORUMS,
    INSTEAD_OF_REFERRING,
    LETTERS,
    MODES,
    REFERRAL_REASONS,
    RETENTION,
    VISIBILITY,
)
from panels.definitions.channel.referral_form import REFERRAL_FORM
from panels.definitions.channel.worked_examples import EXAMPLES
from panels.definitions.channel.workings import workings

PANEL = PanelType(
    key="channel",
    version=1,
    effective_from=date(2026, 4, 1),
    name="Channel",
    neutral_name="Panel C",
    reference_letter="C",
    purpose="Agencies agree early, voluntary support for somebody who may be drawn into terrorism.",
    who_for=("Somebody whom the police gateway has passed on, and for whom a section 36 decision is to be made",),
    marking="OFFICIAL-SENSITIVE",
    referral_form=REFERRAL_FORM,
    risk_tools=(),
    lifecycle=LIFECYCLE,
    clocks=CLOCKS,
    meeting=MEETING,
    decisions=DECISIONS,
    closure_reasons=CLOSURE_REASONS,
    roles=(CHAIR, VICE_CHAIR, COORDINATOR, CASE_OFFICER, MEMBER, REFERRER),
    retention=RETENTION,
    visibility=VISIBILITY,
    letters=LETTERS,
    stock_actions=STOCK_ACTIONS,
    case_roles=CASE_ROLES,
    repeat_months=12,
    alternative_forums=ALTERNATIVE_FORUMS,
    referral_reasons=REFERRAL_REASONS,
    prompts=PROMPTS,
    examples=EXAMPLES,
    brief=BRIEF,
    case_forms=CASE_FORMS,
    workings=workings,
    instead_of_referring=INSTEAD_OF_REFERRING,
    modes=MODES,
)

__all__ = ["PANEL"]
