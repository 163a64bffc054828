"""The forms that are filled in on a case, in the order in which a case meets them."""

from panels.definitions.channel.consent_forms import CONSENT_RECORD, CONSENT_WITHDRAWAL
from panels.definitions.channel.forms_assessment import PAF, VAF
from panels.definitions.channel.forms_before_panel import HOLDINGS, INFORMATION, NEW_S36_DECISION, S36_DECISION
from panels.definitions.channel.forms_leaving import CLOSING_ASSESSMENT, POST_EXIT, TRANSFER, TRANSFER_DONE
from panels.definitions.channel.forms_without_support import OTHER_CARE, RESIDUAL_RISK, TAKEN_BY_POLICE
from panels.definitions.channel.plan_form import SUPPORT_PLAN

CASE_FORMS = (
    INFORMATION,
    HOLDINGS,
    S36_DECISION,
    VAF,
    PAF,
    OTHER_CARE,
    SUPPORT_PLAN,
    CONSENT_RECORD,
    CONSENT_WITHDRAWAL,
    RESIDUAL_RISK,
    CLOSING_ASSESSMENT,
    POST_EXIT,
    NEW_S36_DECISION,
    TAKEN_BY_POLICE,
    TRANSFER,
    TRANSFER_DONE,
)
