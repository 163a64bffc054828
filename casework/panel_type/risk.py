"""Risk tools as a panel declares them, and how their answers are scored.

A score informs, professionals decide: it never stops a referral, and an override (stored with the assessment) stands
beside the computed band, it does not replace it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from casework.panel_type.questions import NOT_KNOWN, Answers


@dataclass(frozen=True, slots=True)
class RiskOption:
    """One answer, its points, and the flags it raises whatever the total."""

    value: str
    text: str
    points: int = 0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskQuestion:
    """One question. ``multiple``: several answers may be picked and the highest points count.

    ``suggested``: the answer that the referral form's answers point to, if they do. It is filled in for the officer to
    check and counts only once it is saved.
    """

    id: str
    text: str
    options: tuple[RiskOption, ...]
    scored: bool = True
    multiple: bool = False
    hint: str = ""
    suggested: Callable[[Answers], str | None] | None = None

    @property
    def most(self) -> int:
        """The most points the question can give."""
        return max((option.points for option in self.options), default=0) if self.scored else 0


@dataclass(frozen=True, slots=True)
class Band:
    """Totals from ``low`` to ``high``, both included. Bands are declared from the lowest to the highest.

    ``interventions``: what is usually done at this level, shown beside the result.
    """

    key: str
    title: str
    low: int
    high: int
    interventions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlagRule:
    """What a flag does: raises the case to ``band`` whatever the total, and brings up the prompt with this key."""

    flag: str
    band: str | None = None
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class RiskTool:
    """A scored set of questions about the person in ``subject_role``.

    An unanswered question scores nothing and is named in the result; the assessment counts as complete when at least
    ``complete_percent`` of the scored questions are answered.
    """

    id: str
    version: int
    title: str
    subject_role: str
    questions: tuple[RiskQuestion, ...]
    bands: tuple[Band, ...]
    rules: tuple[FlagRule, ...] = ()
    complete_percent: int = 80
    override_allowed: bool = True
    intro: str = ""

    @property
    def maximum(self) -> int:
        """The highest possible total."""
        return sum(question.most for question in self.questions)

    def band(self, key: str) -> Band:
        """The band with this key. Raises ``KeyError`` if the tool has none."""
        for band in self.bands:
            if band.key == key:
                return band
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Score:
    """The result. ``computed_band`` follows the total alone; ``band`` is that or what a flag raised it to.

    ``unanswered`` are ids of scored questions without an answer. ``prompts`` are keys of prompts to show.
    """

    total: int
    maximum: int
    band: str
    computed_band: str
    flags: tuple[str, ...]
    prompts: tuple[str, ...]
    unanswered: tuple[str, ...]
    complete: bool
    raised_by_flag: bool


def suggestions(tool: RiskTool, answers: Answers) -> dict[str, str]:
    """The answers that a referral form points to, by question id; an answer that is not offered is left out."""
    found = {q.id: q.suggested(answers) for q in tool.questions if q.suggested is not None}
    offered = {q.id: {option.value for option in q.options} for q in tool.questions}
    return {key: value for key, value in found.items() if value in offered[key] and value is not None}


class UnknownAnswer(ValueError):
    """An answer that the tool does not offer."""


RiskAnswers = Mapping[str, str | list[str]]


def score(tool: RiskTool, answers: RiskAnswers) -> Score:
    """Score the answers (question id -> option value, or several). Raises ``UnknownAnswer`` for one not offered.

    "We do not know" counts as unanswered: it scores nothing and is named, so that a low total is not taken for a low
    risk.
    """
    picked = {question.id: _picked(question, answers) for question in tool.questions}
    total = sum(max((o.points for o in picked[q.id]), default=0) for q in tool.questions if q.scored)
    flags = tuple(dict.fromkeys(flag for o in chain.from_iterable(picked.values()) for flag in o.flags))
    computed = _band_of(tool, total)
    band = _raised(tool, computed, flags)
    scored = [question.id for question in tool.questions if question.scored]
    unanswered = tuple(key for key in scored if not picked[key])
    return Score(
        total=total,
        maximum=tool.maximum,
        band=band,
        computed_band=computed,
        flags=flags,
        prompts=tuple(dict.fromkeys(r.prompt for r in tool.rules if r.flag in flags and r.prompt)),
        unanswered=unanswered,
        complete=(len(scored) - len(unanswered)) * 100 >= tool.complete_percent * len(scored),
        raised_by_flag=band != computed,
    )


def raisers(tool: RiskTool, answers: RiskAnswers) -> tuple[str, ...]:
    """The words of the answers that raise the band above what the total gives; empty where the total alone gives it.

    Raises ``UnknownAnswer`` for an answer not offered.
    """
    result = score(tool, answers)
    flags = {rule.flag for rule in tool.rules if rule.band == result.band}
    picked = chain.from_iterable(_picked(question, answers) for question in tool.questions)
    return tuple(option.text for option in picked if flags & set(option.flags)) if result.raised_by_flag else ()


def _picked(question: RiskQuestion, answers: RiskAnswers) -> tuple[RiskOption, ...]:
    given = answers.get(question.id) or []
    values: Iterable[str] = [given] if isinstance(given, str) else given
    offered = {option.value: option for option in question.options}
    wanted = [value for value in values if value != NOT_KNOWN]
    if any(value not in offered for value in wanted) or (len(wanted) > 1 and not question.multiple):
        raise UnknownAnswer(f"The answer to {question.id} is not one of those offered.")
    return tuple(offered[value] for value in wanted)


def _band_of(tool: RiskTool, total: int) -> str:
    return next(band.key for band in tool.bands if band.low <= total <= band.high)


def _raised(tool: RiskTool, computed: str, flags: Iterable[str]) -> str:
    held = frozenset(flags)
    order = [band.key for band in tool.bands]
    candidates = [computed, *(rule.band for rule in tool.rules if rule.band and rule.flag in held)]
    return max(candidates, key=order.index)
