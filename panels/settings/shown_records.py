"""What else a definition says: keeping times, who learns of the records, reasons, prompts, figures, hand-overs."""

from collections.abc import Iterable, Iterator

from casework.panel_type.agency_types import agency_type_label
from casework.panel_type.definition import PanelType, RetentionRule
from casework.panel_type.figures import Counts, Figure
from panels.settings.words import condition_words, event_words, listed, move_title, role_title, who

Rows = tuple[tuple[str, ...], ...]


def retention(panel: PanelType) -> Rows:
    """Record, how long, counted from what, why so long."""
    return tuple(
        (_record(rule), _how_long(rule), event_words(panel, rule.starts_on), rule.basis) for rule in panel.retention
    )


def visibility(panel: PanelType, others: Iterable[PanelType]) -> tuple[str, ...]:
    """What others may learn of this panel, in sentences. ``others``: the panels that may be named."""
    return tuple(_visibility(panel, [other for other in others if other.key != panel.key]))


def _roles(panel: PanelType) -> Iterator[str]:
    seen = panel.visibility
    every = "month" if seen.confirm_roles_months == 1 else f"{seen.confirm_roles_months} months"
    yield f"Every role is confirmed again every {every}, by the person's agency and by a chair, or does not count."
    if seen.vetting:
        yield "Every role but a referrer's counts only while the person's vetting holds."


def _visibility(panel: PanelType, others: list[PanelType]) -> Iterator[str]:
    seen = panel.visibility
    if seen.silo:
        yield "Membership of another panel gives no sight of this one."
    else:
        yield "Members of other panels may see records of this one."
    if seen.existence_hidden:
        yield "Whoever has no part in this panel cannot tell that it, or any record of it, exists."
    if seen.step_up:
        yield "A fresh second proof of who it is is asked for before any content."
    if seen.members_by_case:
        yield "A member opens only the cases to which they were invited by name."
    if seen.named_pages:
        yield "Every page, print and file with content bears its reader's name and the time."
    if seen.name_parts:
        yield "People are found by a part of a name too, for which the index tells about how long their names are."
    if seen.emergency:
        able = listed([f"a {role_title(role).lower()}" for role in seen.emergency], "or")
        yield f"In an emergency {able} may read one case for 60 minutes; it is alerted and reviewed."
    else:
        yield "Nobody has emergency access."
    yield from _roles(panel)
    if seen.associates:
        yield (
            "Somebody from outside may be let into one case; they keep it until "
            f"{seen.associate_days} working days after it is closed."
        )
    if panel.withholds_identity:
        section = {one.id: one for one in panel.referral_form.sections}[panel.withholds_identity.section]
        questions = {question.id: question for question in section.questions}
        asked = condition_words(panel.withholds_identity.when, questions)
        yield f"Names stay hidden from members and associates where {asked}."
    yield from _matches(panel, others)


def _matches(panel: PanelType, others: list[PanelType]) -> Iterator[str]:
    seen = panel.visibility
    shared = [other.name for other in others if seen.shares_matches_with(other.visibility)]
    if shared:
        yield (
            "That a person is known to this panel is told, as a reference only, to the coordinators of "
            f"{listed(shared)}, and the other way round."
        )
    else:
        yield "No other panel's coordinators are told that a person is known to this one."
    watched = [other.name for other in others if not {*seen.watches}.isdisjoint(other.visibility.match_visible_to)]
    if watched:
        yield f"The coordinator alone is told of a person known to {listed(watched)}; they learn nothing."


def closure_reasons(panel: PanelType) -> Rows:
    """Reason, and the code that all panels share for statistics."""
    return tuple((reason.label, reason.common_code.replace("_", " ").capitalize()) for reason in panel.closure_reasons)


def refusals(panel: PanelType) -> Rows:
    """Why a referral is not taken, and the advice that goes with it."""
    return tuple((reason.label, reason.advice) for reason in panel.referral_reasons.reject)


def prompts(panel: PanelType) -> Rows:
    """Warning or route: its title, its words, and what brings it up."""
    return tuple((prompt.title, prompt.text, _brought_up(panel, prompt.key)) for prompt in panel.prompts)


def _brought_up(panel: PanelType, key: str) -> str:
    sections = {section.id: section for section in panel.referral_form.sections}
    found = []
    for trigger in panel.prompt(key).triggers:
        questions = {question.id: question for question in sections[trigger.section].questions}
        found.append(condition_words(trigger.when, questions))
    for tool in panel.risk_tools:
        found += [f"the flag “{rule.flag.replace('_', ' ')}” is raised" for rule in tool.rules if rule.prompt == key]
    return listed(found, "or")


def figures(panel: PanelType) -> Rows:
    """What the panel counts."""
    return tuple((figure.title, _counts(panel, figure), figure.basis, _published(figure)) for figure in panel.figures)


def hand_overs(panel: PanelType, others: Iterable[PanelType]) -> Rows:
    """What is passed on to another panel: title, to whom, by whom, and the move it makes."""
    names: dict[str, list[str]] = {}
    for other in others:
        for topic in other.receives:
            names.setdefault(topic, []).append(other.name)
    moves = {move.verb: move_title(move) for move in panel.lifecycle.transitions}
    return tuple(
        (one.title, listed(names.get(one.topic, ["nobody yet"])), who(one.roles, panel), moves[one.verb], one.intro)
        for one in panel.passes_on
    )


def stock_actions(panel: PanelType) -> Rows:
    """Key, action, the agency that usually owns it."""
    return tuple(
        (one.letter, one.text, agency_type_label(one.agency_type) if one.agency_type else "Any agency")
        for one in panel.stock_actions
    )


def brief(panel: PanelType) -> tuple[str, ...]:
    """What the table hears of a referral when the case is called."""
    sections = {section.id: section for section in panel.referral_form.sections}
    return tuple(
        f"{line.title}: the answer to “{sections[line.section].question(line.question).label}”" for line in panel.brief
    )


def _record(rule: RetentionRule) -> str:
    return rule.record.replace("_", " ").capitalize()


def _how_long(rule: RetentionRule) -> str:
    parts = [f"{rule.years} year{'s' if rule.years != 1 else ''}"] if rule.years else []
    parts += [f"{rule.months} month{'s' if rule.months != 1 else ''}"] if rule.months else []
    child = f"; about a child at least until the child is {rule.child_until_age}" if rule.child_until_age else ""
    return f"{listed(parts)}{child}"


def _counts(panel: PanelType, figure: Figure) -> str:
    if figure.counts is Counts.SENT:
        return "Referrals that were sent"
    if figure.counts is Counts.ENTERED:
        return f"Cases, when {listed([event_words(panel, state) for state in (figure.what, *figure.also)], 'or')}"
    form = panel.case_form(figure.what)
    questions = {question.id: question for section in form.form.sections for question in section.questions}
    when = f" and {condition_words(figure.when, questions)}" if figure.when else ""
    return f"Cases on which the form “{form.title}” is filled in{when}"


def _published(figure: Figure) -> str:
    return "Statutory: a total is published even if it is small" if figure.statutory else "Small numbers are suppressed"
