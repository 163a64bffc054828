"""Numbers of this panel that a partnership may set.

Lengths are working days (``_WD``) or calendar days (``_DAYS``). Each is our default until the partnership says
otherwise: the statute asks for a published procedure and leaves its times to the area. What the statute itself fixes is
no setting and stands in ``threshold``.
"""

from casework.panel_type.own_numbers import OwnNumber

THRESHOLD, HATE_INCIDENTS, PEOPLE_AFFECTED, LAST_REPORT_MONTHS = "threshold", "hate", "people", "last_report"

OWN_NUMBERS = (
    OwnNumber(
        THRESHOLD,
        "Separate incidents with a qualifying complaint that meet the threshold",
        value=3,
        lowest=1,
        highest=3,
        unit="incidents",
        basis="Anti-social Behaviour, Crime and Policing Act 2014, section 104(4): three, or a lower local number",
    ),
    OwnNumber(
        HATE_INCIDENTS,
        "Hate incidents that meet the threshold when nothing that was done has made it stop (0: not in use)",
        value=1,
        lowest=0,
        highest=2,
        unit="incidents",
        basis="Local review procedure, section 104(2). It may only add to the three complaints",
    ),
    OwnNumber(
        PEOPLE_AFFECTED,
        "People affected at one place who meet the threshold together (0: not in use)",
        value=5,
        lowest=0,
        highest=20,
        unit="people",
        basis="Local review procedure, section 104(2). It may only add to the three complaints",
    ),
    OwnNumber(
        LAST_REPORT_MONTHS,
        "Months after the last report after which the officer is warned (0: not in use)",
        value=1,
        lowest=0,
        highest=6,
        unit="months",
        basis="Local review procedure. It warns only: section 104(11) gives six months from each complaint",
    ),
)

ACKNOWLEDGE_WD = 2
CONSENT_WD = 10
INFORMATION_WD = 10
RETURNS_WD = 5
RISK_WD = 2
DECIDE_WD = 10
REVIEW_WD = 20
DRAFT_PLAN_WD = 3
OUTCOME_WD = 5
RESPONSE_WD = 20
APPEAL_WINDOW_WD = 10
APPEAL_WD = 15
POLICING_BODY_WD = 20
CHECKS_DAYS = (28, 56, 84)
