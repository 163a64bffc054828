"""Looking at a case as a story leaves it, and trying what somebody may do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from auth.roles import Actor
from casework.case_forms.entries import entries_of
from casework.case_forms.rules import is_true
from casework.case_forms.service import confirm, is_open_to
from casework.cases.access import case_by_id
from casework.cases.facts import facts_of
from casework.cases.models import Case
from casework.clocks.service import clocks_of
from casework.letters.access import letters_of_case
from casework.letters.rules import SENT
from casework.panel_type.facts import CaseFacts
from casework.panel_type.figures import Counts, Figure
from casework.panel_type.registry import panel_types
from demo.review_story import ReviewStory
from demo.story import act, at_hour
from panels.definitions.asb_case_review import PANEL as DEFINITION


@dataclass(frozen=True)
class Ran:
    """A clock as plain values. ``first_due_at``: before it rested."""

    due_at: datetime
    first_due_at: datetime
    met_at: datetime | None
    is_open: bool


@contextmanager
def opened(story: ReviewStory, who: str, day: date, hour: int = 15) -> Iterator[tuple[Actor, Case]]:
    """The case, opened by its door as somebody on a day."""
    with act(who, at_hour(day, hour)) as actor:
        yield actor, case_by_id(actor, story.case_id, "case.read").case


def state_of(story: ReviewStory, day: date) -> str:
    with opened(story, "cora", day) as (_, case):
        return case.state


def facts(story: ReviewStory, day: date) -> CaseFacts:
    with opened(story, "cora", day) as (_, case):
        return facts_of(case)


def clocks(story: ReviewStory, day: date) -> dict[str, Ran]:
    """The clocks of the case by rule, the newest of each."""
    with act("cora", at_hour(day, 15)):
        found = sorted(clocks_of("case", [story.case_id])[story.case_id], key=lambda clock: clock.started_at)
        return {one.rule: Ran(one.due_at, one.original_due_at, one.met_at, one.is_open()) for one in found}


def running(story: ReviewStory, day: date) -> dict[str, datetime]:
    """The clocks that are not met and not stopped, with the moment each falls due."""
    return {rule: clock.due_at for rule, clock in clocks(story, day).items() if clock.is_open}


def offered(story: ReviewStory, who: str, day: date) -> set[str]:
    """The forms that exist for somebody, whatever the stage."""
    with opened(story, who, day) as (actor, case):
        found = facts_of(case)
        forms = panel_types.get(case.panel).case_forms
        return {form.key for form in forms if is_open_to(actor, case, form, found)}


def letters_sent(story: ReviewStory, day: date, template: str) -> list[str]:
    """What the letters from one template say that have gone."""
    with act("cora", at_hour(day, 15)) as actor:
        opened = case_by_id(actor, story.case_id, "letter.write")
        found = letters_of_case(actor, opened)
        return [one.body or "" for one in found if one.template == template and one.state == SENT]


def letters(story: ReviewStory, day: date) -> dict[str, str]:
    """The newest letter from each template, and how it stands."""
    with act("cora", at_hour(day, 15)) as actor:
        opened = case_by_id(actor, story.case_id, "letter.write")
        return {one.template: one.state for one in reversed(letters_of_case(actor, opened))}


def figures_of(story: ReviewStory, day: date) -> dict[str, int]:
    """What one case, once it was sent, adds to each figure that the panel declares."""
    found = facts(story, day)
    entered = {state for state, _ in found.entered}

    def adds(figure: Figure) -> bool:
        if figure.counts is Counts.ENTERED:
            return not entered.isdisjoint({figure.what, *figure.also})
        entries = found.all(figure.what) if figure.counts is Counts.FILLED else ()
        return figure.counts is Counts.SENT or any(is_true(figure.when, one.answers) for one in entries)

    return {figure.key: int(adds(figure)) for figure in DEFINITION.figures}


def agree(story: ReviewStory, who: str, day: date, key: str) -> None:
    """The second person agrees to the newest entry of a form."""
    with opened(story, who, day) as (actor, case):
        entry = [one for one in entries_of(case.id) if one.form == key][-1]
        confirm(actor=actor, case=case, entry=entry)
