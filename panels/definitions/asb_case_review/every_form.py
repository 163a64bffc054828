"""The forms of a case in the order in which they come up."""

from panels.definitions.asb_case_review.follow_up_forms import FOLLOW_UP_FORMS
from panels.definitions.asb_case_review.information_forms import (
    APPLICANT_INFORMATION,
    ASK_APPLICANT,
    BODIES_ASKED,
    JUDGE_REPORTS,
    MORE_REPORTS,
)
from panels.definitions.asb_case_review.intake_forms import INTAKE_FORMS
from panels.definitions.asb_case_review.return_form import AGENCY_RETURN
from panels.definitions.asb_case_review.review_forms import REVIEW_FORMS
from panels.definitions.asb_case_review.threshold_forms import THRESHOLD_FORMS

CASE_FORMS = (
    *INTAKE_FORMS,
    BODIES_ASKED,
    AGENCY_RETURN,
    ASK_APPLICANT,
    APPLICANT_INFORMATION,
    MORE_REPORTS,
    JUDGE_REPORTS,
    *THRESHOLD_FORMS,
    *REVIEW_FORMS,
    *FOLLOW_UP_FORMS,
)
