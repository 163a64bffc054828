"""Rules about a case as a whole. Pure."""

from datetime import date

from casework.panel_type.facts import CaseFacts, Requirement

APPEAL_WINDOWS = ("appeal_window_refusal", "appeal_window_declined", "appeal_window_outcome")
"""Clocks that count the time for an appeal, each from a letter that tells how."""


def appeal_until(facts: CaseFacts) -> date | None:
    """The last day on which an appeal comes in time; ``None`` when nothing was decided that can be appealed."""
    return max((facts.due[key] for key in APPEAL_WINDOWS if key in facts.due), default=None)


def appeal_window_over(facts: CaseFacts) -> bool:
    """Whether nobody can appeal in time any more."""
    until = appeal_until(facts)
    return until is None or facts.today > until


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
