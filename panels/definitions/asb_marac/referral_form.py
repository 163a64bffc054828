"""The referral form, in the order of the task list."""

from casework.panel_type.questions import Form
from panels.definitions.asb_marac.household_section import HOUSEHOLD
from panels.definitions.asb_marac.impact_section import IMPACT, TRIED
from panels.definitions.asb_marac.incidents_section import INCIDENTS, PATTERN
from panels.definitions.asb_marac.outcome_section import ASKS, OUTCOME
from panels.definitions.asb_marac.people_section import PEOPLE
from panels.definitions.asb_marac.referrer_section import ORIGIN, REFERRER
from panels.definitions.asb_marac.responsible_section import ORDERS_IN_FORCE, RESPONSIBLE
from panels.definitions.asb_marac.safeguarding_section import ASSESSMENT, SAFEGUARDING
from panels.definitions.asb_marac.sharing_section import DECLARATION, SHARING

REFERRAL_FORM = Form(
    id="cmarac_ref",
    version=1,
    title="Refer someone to the Community ASB MARAC",
    sections=(
        REFERRER,
        ORIGIN,
        PEOPLE,
        HOUSEHOLD,
        RESPONSIBLE,
        ORDERS_IN_FORCE,
        INCIDENTS,
        PATTERN,
        IMPACT,
        TRIED,
        OUTCOME,
        ASKS,
        SAFEGUARDING,
        ASSESSMENT,
        SHARING,
        DECLARATION,
    ),
)
