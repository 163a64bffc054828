"""The Hate Incident Panel: agencies resolve complex cases of hate together.

Not statutory. Sharing rests on the Crime and Disorder Act 1998 s115 and the Equality Act 2010 s149. A hate incident is
one that the victim or anyone else perceives as motivated by hostility or prejudice; no evidence is needed to record it.
"""

from datetime import date

from casework.panel_type.common_choices import CASE_ROLES
from casework.panel_type.common_prompts import prompts_named
from casework.panel_type.definition import CHAIR, COORDINATOR, MEMBER, REFERRER, VICE_CHAIR, BriefLine, PanelType
from casework.panel_type.prompts import Prompt, Trigger
from casework.panel_type.questions import YES, Condition
from panels.definitions.hate_incident.case_forms import CASE_FORMS
from panels.definitions.hate_incident.clock_rules import CLOCKS
from panels.definitions.hate_incident.decisions import CLOSURE_REASONS, DECISIONS, STOCK_ACTIONS
from panels.definitions.hate_incident.lifecycle import LIFECYCLE
from panels.definitions.hate_incident.meeting import BRIEF, MEETING
from panels.definitions.hate_incident.records import (
    ALTERNATIVE_FORUMS,
    ESCALATION,
    FIGURES,
    LETTERS,
    REFERRAL_REASONS,
    RETENTION,
    VISIBILITY,
)
from panels.definitions.hate_incident.referral_form import REFERRAL_FORM
from panels.definitions.hate_incident.risk_tool import HATE_RA
from panels.definitions.hate_incident.worked_examples import EXAMPLES

TENSION = Prompt(
    "tension",
    "This may raise tension in the community",
    "Tell the coordinator today. The chair can pass a summary without names to the group that watches tension.",
    (Trigger("tension", Condition("indicator", any_of=("2", "3"))),),
)

PANEL = PanelType(
    key="hate_incident",
    version=1,
    effective_from=date(2026, 4, 1),
    name="Hate Incident Panel",
    neutral_name="Panel H",
    reference_letter="H",
    purpose="Agencies act together where somebody is targeted for who they are, or who they are taken for.",
    who_for=(
        "Somebody who is targeted again, or more seriously, because of who they are",
        "A place of worship or a community that is targeted",
        "A case that one agency cannot solve alone",
        "A case that may raise tension in the community",
    ),
    marking="OFFICIAL-SENSITIVE",
    referral_form=REFERRAL_FORM,
    risk_tools=(HATE_RA,),
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
    case_roles=tuple(role for role in CASE_ROLES if role.value != "subject"),
    repeat_months=12,
    alternative_forums=ALTERNATIVE_FORUMS,
    referral_reasons=REFERRAL_REASONS,
    prompts=(
        *prompts_named(
            "crisis",
            "violence",
            "adult_safeguarding",
            "child_safeguarding",
            "domestic_abuse",
            "modern_slavery",
            "prevent_route",
            "fire_safety",
            "perpetrator_told",
        ),
        TENSION,
    ),
    examples=EXAMPLES,
    brief=BRIEF,
    case_forms=CASE_FORMS,
    withholds_identity=Trigger("choices", Condition("anonymous", equals=YES)),
    bars_agency=BriefLine("Works for", "responsible", "partner_agency"),
    passes_on=(ESCALATION,),
    figures=FIGURES,
)

__all__ = ["PANEL"]
