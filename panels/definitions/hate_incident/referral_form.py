"""The referral form, in the order of the task list."""

from casework.panel_type.common_sections.household import HOUSEHOLD
from casework.panel_type.common_sections.impact import TRIED
from casework.panel_type.common_sections.outcome import ASKS
from casework.panel_type.common_sections.responsible import ORDERS_IN_FORCE
from casework.panel_type.common_sections.safeguarding import ASSESSMENT, SAFEGUARDING
from casework.panel_type.questions import Form
from panels.definitions.hate_incident.incidents import INCIDENTS, PATTERN
from panels.definitions.hate_incident.people import PEOPLE
from panels.definitions.hate_incident.referrer import ORIGIN, REFERRER
from panels.definitions.hate_incident.responsible import RESPONSIBLE
from panels.definitions.hate_incident.safety import IMPACT, OUTCOME, TENSION_SECTION
from panels.definitions.hate_incident.sharing import CHOICES, DECLARATION, SHARING

REFERRAL_FORM = Form(
    id="hip_ref",
    version=1,
    title="Report hate to the Hate Incident Panel",
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
        TENSION_SECTION,
        TRIED,
        OUTCOME,
        ASKS,
        SAFEGUARDING,
        ASSESSMENT,
        CHOICES,
        SHARING,
        DECLARATION,
    ),
)
