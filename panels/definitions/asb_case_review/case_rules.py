"""Rules about a case as a whole. Pure."""

from datetime import date, timedelta

from casework.panel_type.facts import CaseFacts, Requirement

APPEAL_WINDOW = "appeal_window"
APPEALED = ("threshold_not_met", "declined_vexatious", "outcome_issued")
"""States entered with a decision that is told by letter, with how to appeal."""
UNTOLD_DAYS = 30
"""Calendar days after a refusal from which a case may be closed though no letter could go by a safe way."""


def appeal_until(facts: CaseFacts) -> date | None:
    """The last day on which an appeal against the last decision comes in time, counted from its letter.

    ``None`` while that letter has not gone: until then nobody is late.
    """
    until, decided = facts.due.get(APPEAL_WINDOW), _decided_on(facts)
    return until if until is not None and (decided is None or until >= decided) else None


def appeal_window_over(facts: CaseFacts) -> bool:
    """Whether nobody can appeal in time any more: told and the time is over, or never told because nothing was safe."""
    until, decided = appeal_until(facts), _decided_on(facts)
    if until is not None:
        return facts.today > until
    return decided is not None and facts.today > decided + timedelta(days=UNTOLD_DAYS)


def _decided_on(facts: CaseFacts) -> date | None:
    return max((day for state in APPEALED if (day := facts.entered_on(state))), default=None)


def chair_named(facts: CaseFacts) -> bool:
    """Whether an independent chair was named for the review."""
    return facts.latest("review_arrangements") is not None


APPEAL_WINDOW_OVER = Requirement(
    "appeal_window_over",
    "The applicant can still appeal. Close the case when the time for an appeal is over",
    appeal_window_over,
    "Schedule 4 of the Act: what happens when the applicant is dissatisfied",
)
CHAIR_NAMED = Requirement(
    "chair_named", "Fill in the arrangements for the review first: an independent chair has to be named", chair_named
)
BODIES_NAMED = Requirement(
    "bodies_named",
    "Name the bodies whose response is looked at first: the chair is compared with them",
    lambda facts: facts.latest("bodies") is not None,
)
DRAFT_SHARED = Requirement(
    "draft_shared",
    "Share the draft plan with the person affected first, and fill in the form for it",
    lambda facts: _since_heard(facts, "draft_plan"),
    "Statutory guidance on the 2014 Act (2025): the victim is consulted before the plan is final",
)
VIEWS_HEARD = Requirement(
    "views_heard",
    "Record what the person affected says about the draft plan first, or that they had nothing to add",
    lambda facts: _since_heard(facts, "plan_views"),
    "Statutory guidance on the 2014 Act (2025): the victim is consulted before the plan is final",
)


def _since_heard(facts: CaseFacts, form: str) -> bool:
    """Whether the form was filled in since the review was last held."""
    held = facts.entered_on("review_held")
    latest = facts.latest(form)
    return latest is not None and (held is None or latest.on >= held)
