"""The referral form, in the order of the task list."""

from casework.panel_type.common_sections.household import HOUSEHOLD
from casework.panel_type.common_sections.impact import IMPACT, TRIED
from casework.panel_type.common_sections.outcome import ASKS, OUTCOME
from casework.panel_type.common_sections.people import PEOPLE
from casework.panel_type.common_sections.referrer import ORIGIN, REFERRER
from casework.panel_type.common_sections.responsible import ORDERS_IN_FORCE, RESPONSIBLE
from casework.panel_type.common_sections.safeguarding import ASSESSMENT, SAFEGUARDING
from casework.panel_type.common_sections.sharing import DECLARATION, SHARING
from casework.panel_type.questions import Form
from panels.definitions.asb_marac.incidents_section import INCIDENTS, PATTERN

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
