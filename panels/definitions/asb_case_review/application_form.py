"""The application, as an officer enters it for somebody who rang, wrote or came in.

Boxes to say "we do not know" stand wherever somebody may not remember: an application is never turned away for a gap.
"""

from casework.panel_type.questions import Form
from panels.definitions.asb_case_review.application_section import APPLICATION, RECORDER
from panels.definitions.asb_case_review.incidents_section import INCIDENTS, REPORTS
from panels.definitions.asb_case_review.people_section import PEOPLE
from panels.definitions.asb_case_review.problem_section import GROUP, PROBLEM
from panels.definitions.asb_case_review.wishes_section import IMPACT, NOTICE, TRIED, WISHES

APPLICATION_FORM = Form(
    id="trigger_app",
    version=1,
    title="Ask for an ASB Case Review",
    sections=(RECORDER, APPLICATION, PEOPLE, PROBLEM, GROUP, INCIDENTS, REPORTS, IMPACT, TRIED, WISHES, NOTICE),
)
