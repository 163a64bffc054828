"""What must be true before a move, a decision or a form of this panel. Pure; each names the statute or guidance."""

from datetime import date

from casework.panel_type.answers import holds
from casework.panel_type.facts import CaseFacts, Filled, Requirement
from casework.panel_type.questions import YES, Condition
from panels.definitions.channel.consent_rules import consent_stands, consent_was_given, current_plan, one

ACT = "Counter-Terrorism and Security Act 2015"
S36_3 = f"{ACT} s36(3)"
S36_4 = f"{ACT} s36(4)"
S36_6 = f"{ACT} s36(6)"
S38 = f"{ACT} s38(4) and (5)"
GUIDANCE = "Channel duty guidance (December 2023)"


def began_on(facts: CaseFacts) -> date | None:
    """The day on which the panel's work with the person began: when the statutory test was met, the last time."""
    days = [day for key in ("s36_met", "reopened") if (day := facts.entered_on(key)) is not None]
    return max(days, default=None)


def since_it_began(facts: CaseFacts, form: str) -> Filled | None:
    """The newest filling of a form since then."""
    filled, began = facts.latest(form), began_on(facts)
    return filled if filled is not None and (began is None or filled.on >= began) else None


def was_adopted(facts: CaseFacts) -> bool:
    """Whether the panel has offered support since then."""
    adopted, began = facts.entered_on("adopted_pending_consent"), began_on(facts)
    return adopted is not None and (began is None or adopted >= began)


def answered_no(facts: CaseFacts) -> bool:
    """Whether support was refused or consent withdrawn, and not agreed to since."""
    began = began_on(facts)
    days = [day for key in ("consent_refused", "consent_withdrawn") if (day := facts.entered_on(key)) is not None]
    return any(began is None or day >= began for day in days) and not consent_stands(facts)


def _closing_assessment(facts: CaseFacts) -> bool:
    filled, adopted = facts.latest("closing_assessment"), facts.entered_on("adopted_pending_consent")
    return filled is not None and (adopted is None or filled.on >= adopted)


def _gateway(facts: CaseFacts, question: str, value: str) -> bool:
    return one(facts.referral, "tracker").get(question) == value


DECONFLICTED = Requirement(
    "deconflicted",
    "Wait until the police have confirmed that this harms no investigation. Only then ask agencies what they hold",
    lambda facts: _gateway(facts, "deconfliction", YES),
    GUIDANCE,
)
GATEWAY_PASSED = Requirement(
    "gateway_passed",
    "The police gateway did not end with a concern, so no information is gathered. Record the gateway exit",
    lambda facts: _gateway(facts, "gateway_outcome", "concern"),
    GUIDANCE,
)
ATTESTED = Requirement(
    "attested",
    "Confirm first that nothing in the referral comes from an intelligence service",
    lambda facts: holds(Condition("attested", contains="nothing_secret"), one(facts.referral, "attestation")),
    S38,
)
TEST_MET = Requirement(
    "test_met",
    "Record the section 36 decision first: who decided, when, on what grounds and with which tool",
    lambda facts: began_on(facts) is not None,
    S36_3,
)
PLAN_EXISTS = Requirement(
    "plan_exists",
    "Write the support plan first. Consent is asked for a plan, and for one version of it",
    lambda facts: current_plan(facts) is not None,
    S36_4,
)
CONSENT_STANDS = Requirement(
    "consent_stands",
    "Support needs valid consent for the plan in force: the person’s own, or a parent’s or guardian’s if under 18",
    consent_stands,
    f"{ACT} s36(4)(b)",
)
CONSENT_MISSING = Requirement(
    "consent_missing",
    "Consent for the plan in force stands, so support goes on",
    lambda facts: not consent_stands(facts),
)
CONSENT_GIVEN = Requirement("consent_given", "Nobody has agreed to anything that could be withdrawn", consent_was_given)
NOT_ADOPTED_YET = Requirement(
    "not_adopted_yet",
    "Support was offered in this case already",
    lambda facts: not was_adopted(facts),
)
ADOPTED = Requirement("adopted", "Support was not offered in this case", was_adopted)
ANSWERED_NO = Requirement("answered_no", "Nobody has refused or withdrawn consent", answered_no)
OTHER_CARE_CONSIDERED = Requirement(
    "other_care_considered",
    "Answer first whether the person is referred to health or social care, to whom and when",
    lambda facts: since_it_began(facts, "other_care") is not None,
    S36_6,
)
CLOSING_ASSESSED = Requirement(
    "closing_assessed",
    "Fill in the closing assessment first, with the reason why the person leaves",
    _closing_assessment,
    GUIDANCE,
)
RESIDUAL_CONSIDERED = Requirement(
    "residual_considered",
    "Record first what risk is left without support, and what is done about it",
    lambda facts: since_it_began(facts, "residual_risk") is not None,
    f"{ACT} s36(4)(e)",
)
TRANSFER_ACKNOWLEDGED = Requirement(
    "transfer_acknowledged",
    "Wait until the coordinator of the other area has acknowledged the transfer, and record it",
    lambda facts: facts.latest("transfer") is not None,
    GUIDANCE,
)
