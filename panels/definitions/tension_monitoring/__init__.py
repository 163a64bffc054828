"""The Tension Monitoring Group: agencies ease tension in a community. Its subject is never a person."""

from datetime import date

from casework.panel_type.common_sections.tension import TOPIC
from casework.panel_type.definition import CHAIR, COORDINATOR, MEMBER, REFERRER, VICE_CHAIR, BriefLine, PanelType
from casework.panel_type.prompts import Prompt
from casework.panel_type.questions import Choice
from panels.definitions.tension_monitoring.at_the_table import (
    BRIEF,
    CLOSURE_REASONS,
    DECISIONS,
    MEETING,
    STOCK_ACTIONS,
)
from panels.definitions.tension_monitoring.lifecycle import LIFECYCLE
from panels.definitions.tension_monitoring.records import (
    ALTERNATIVE_FORUMS,
    CLOCKS,
    EXAMPLES,
    FIGURES,
    LETTERS,
    REFERRAL_REASONS,
    RETENTION,
    VISIBILITY,
)
from panels.definitions.tension_monitoring.referral_form import REFERRAL_FORM
from panels.definitions.tension_monitoring.risk_tool import TENSION_SCORE

DISORDER = Prompt(
    "disorder",
    "Disorder may be about to start",
    "Ring 999 if it has started. Ring the duty officer of the police and the coordinator now; the chair can convene "
    "the group within 24 hours.",
)

PANEL = PanelType(
    key="tension_monitoring",
    version=1,
    effective_from=date(2026, 4, 1),
    name="Tension Monitoring Group",
    neutral_name="Panel G",
    reference_letter="G",
    purpose="Agencies ease tension in a community before it becomes disorder.",
    who_for=(
        "A community in which many are angry or afraid",
        "One incident that is likely to affect many",
        "A case on which another panel has done what it can, and tension remains",
    ),
    marking="OFFICIAL-SENSITIVE",
    referral_form=REFERRAL_FORM,
    risk_tools=(TENSION_SCORE,),
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
    case_roles=(Choice("location", "Place or community"),),
    repeat_months=12,
    alternative_forums=ALTERNATIVE_FORUMS,
    referral_reasons=REFERRAL_REASONS,
    prompts=(DISORDER,),
    examples=EXAMPLES,
    brief=BRIEF,
    titled_by=BriefLine("Area", "tension_report", "area"),
    receives=(TOPIC,),
    figures=FIGURES,
)

__all__ = ["PANEL"]
