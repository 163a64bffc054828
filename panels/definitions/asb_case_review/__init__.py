"""The ASB Case Review, also called the Community Trigger: a review of what agencies did about anti-social behaviour.

Statutory: Anti-social Behaviour, Crime and Policing Act 2014 ss104-105 and Schedule 4. It looks at the response and not
at guilt; whoever is said to be responsible is neither invited nor told.
"""

from datetime import date

from casework.panel_type.definition import CHAIR, COORDINATOR, MEMBER, REFERRER, VICE_CHAIR, PanelType
from panels.definitions.asb_case_review.application_form import APPLICATION_FORM
from panels.definitions.asb_case_review.case_decisions import CLOSURE_REASONS, DECISIONS, STOCK_ACTIONS
from panels.definitions.asb_case_review.case_lifecycle import LIFECYCLE
from panels.definitions.asb_case_review.clock_rules import CLOCKS
from panels.definitions.asb_case_review.every_form import CASE_FORMS
from panels.definitions.asb_case_review.meeting_cycle import BRIEF, MEETING
from panels.definitions.asb_case_review.numbers import OWN_NUMBERS
from panels.definitions.asb_case_review.people_identity import ROLES
from panels.definitions.asb_case_review.prompts import PROMPTS
from panels.definitions.asb_case_review.public_page import PUBLIC_FACE
from panels.definitions.asb_case_review.public_pages import PUBLIC_DOOR
from panels.definitions.asb_case_review.records import (
    ALTERNATIVE_FORUMS,
    FIGURES,
    LETTERS,
    REFERRAL_REASONS,
    RETENTION,
    VISIBILITY,
)
from panels.definitions.asb_case_review.threshold_workings import workings
from panels.definitions.asb_case_review.worked_examples import EXAMPLES

PANEL = PanelType(
    key="asb_case_review",
    version=1,
    effective_from=date(2026, 4, 1),
    name="ASB Case Review",
    neutral_name="Panel T",
    reference_letter="T",
    purpose="The agencies look again at what was done about anti-social behaviour that somebody has reported.",
    who_for=(
        "Somebody who has reported anti-social behaviour and is not satisfied with what was done",
        "A business, or a group of people, in the same position",
        "Somebody who asks on their behalf, with their agreement",
        "Fewer than three reports: every application is taken and looked at",
    ),
    marking="OFFICIAL-SENSITIVE",
    referral_form=APPLICATION_FORM,
    risk_tools=(),
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
    case_roles=ROLES,
    repeat_months=12,
    alternative_forums=ALTERNATIVE_FORUMS,
    referral_reasons=REFERRAL_REASONS,
    prompts=PROMPTS,
    examples=EXAMPLES,
    brief=BRIEF,
    case_forms=CASE_FORMS,
    workings=workings,
    figures=FIGURES,
    own_numbers=OWN_NUMBERS,
    public_face=PUBLIC_FACE,
    public_door=PUBLIC_DOOR,
)

__all__ = ["PANEL"]
