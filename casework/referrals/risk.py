"""The risk tool of a referral: its answers while it is a draft, its score, and what is still missing.

The answers are kept as one item of a section of their own. A low score never stops a referral.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from auth.roles import Actor
from casework.errors import Refused, Stale
from casework.panel_type.answers import Problem
from casework.panel_type.questions import NOT_KNOWN, YES, Answers, Item, Section
from casework.panel_type.registry import panel_types
from casework.panel_type.risk import RiskTool, Score, UnknownAnswer, score
from casework.referrals import answers, meaning
from casework.referrals.drafts import refuse_sent
from casework.referrals.models import Referral

RISK = "risk"
RISK_TITLE = "Risk questions"
SECTION = Section(id=RISK, title=RISK_TITLE, group="Risk", questions=())
TOOL, VERSION = "tool", "tool_version"


@dataclass(frozen=True)
class Assessed:
    """A filled-in tool with its score."""

    tool: RiskTool
    answers: dict[str, str | list[str]]
    score: Score
    version: int

    @property
    def begun(self) -> bool:
        """Whether any question is answered."""
        return bool(self.answers)

    def unanswered_words(self) -> list[str]:
        """The questions that have no answer, in words."""
        return [question.text for question in self.tool.questions if question.id in self.score.unanswered]


def tool_of(panel: str) -> RiskTool | None:
    """The tool that a referral to this panel is scored by; the first the panel declares."""
    tools = panel_types.get(panel).risk_tools
    return tools[0] if tools else None


def assessed(referral: Referral) -> Assessed | None:
    """The referral's risk answers and score; ``None`` if the panel scores no risk."""
    tool = tool_of(referral.panel)
    if tool is None:
        return None
    saved = answers.item_of(referral, RISK, 0)
    known = {question.id for question in tool.questions}
    given = {key: value for key, value in saved.answers.items() if key in known and isinstance(value, str | list)}
    return Assessed(tool, given, score(tool, given), saved.version)


def save_risk(
    *, actor: Actor, referral: Referral, given: Mapping[str, str | list[str]], version: int | None = None
) -> Assessed:
    """Keep the answers as far as they are given.

    :raises Refused: the referral was sent, the panel scores no risk, or an answer is not one of those offered.
    :raises Stale: they were saved from another window since ``version`` was shown.
    """
    refuse_sent(referral)
    tool = tool_of(referral.panel)
    if tool is None:
        raise Refused("This panel does not ask risk questions")
    before = answers.item_of(referral, RISK, 0)
    kept = {key: value for key, value in given.items() if value and value != NOT_KNOWN}
    try:
        result = score(tool, kept)
    except UnknownAnswer as fault:
        raise Refused("Select one of the answers shown") from fault
    if version is not None and before.version != version:
        theirs = score(tool, {key: value for key, value in before.answers.items() if isinstance(value, str | list)})
        raise Stale(theirs=_words(theirs), mine=_words(result), by="you", version=before.version)
    item: Item = dict(kept.items())
    saved_version = answers.keep_item(referral, SECTION, 0, item)
    return Assessed(tool, kept, result, saved_version)


def band_of(referral: Referral, told: Answers) -> str | None:
    """The band a referral goes by: the referrer's own view if there is one, else the score's, else none."""
    view = meaning.own_view(told)
    if view.band is not None:
        return view.band
    found = assessed(referral)
    return found.score.band if found and found.begun else None


def risk_problem(referral: Referral, told: Answers) -> Problem | None:
    """What is missing about risk: the questions are answered, or the form says why not."""
    found = assessed(referral)
    if found is None or found.score.complete:
        return None
    if meaning.asks_why_not(answers.form_of(referral)) and meaning.own_view(told).assessed not in ("", YES):
        return None
    return Problem("", 0, "Answer the risk questions, or say why they were not answered")


def _words(result: Score) -> str:
    return f"{result.total} of {result.maximum}, {len(result.unanswered)} not answered"
