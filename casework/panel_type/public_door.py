"""A panel that residents ask themselves, without an account: its public form, page by page.

The words of pages and questions are English; they are the keys under which the other languages stand
(``wording.languages``). What the answers mean is what they mean in the panel's other form: sections and questions that
mean the same have the same ids in both.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from casework.panel_type.answers import holds
from casework.panel_type.facts import CaseFacts
from casework.panel_type.prompts import Trigger
from casework.panel_type.questions import Answers, Form, Question


@dataclass(frozen=True, slots=True)
class Asked:
    """Some questions of one entry of a section. ``item``: which entry, counted from 0; ``title`` stands above them."""

    section: str
    questions: tuple[str, ...]
    item: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Any number of entries of a section on one page, and one more to fill in.

    ``about``: the question that holds the number (from 1) of the entry of ``PublicPage.each`` that an entry is about.
    ``title`` stands above each entry, ``another`` on the button that asks for one more.
    """

    section: str
    questions: tuple[str, ...]
    title: str
    another: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """One page. ``key`` is the end of its address and says nothing of the matter.

    ``each``: a section that repeats; the page is there once for every entry, ``/<key>/1`` and so on. ``invites``: how
    many of these pages are offered one after the other before the list of them. ``wants``: what must be put right
    before going on, by name of the question; pure, on all answers. ``lists``: the page shows the entries
    of the page with this key, and asks whether there is another. ``show_if``: where it does not hold, the page is not
    on the way. ``counts``: whether the page is one that everybody passes. ``optional``: everything on it may be passed
    over by leaving it empty, and the page says so. ``help_now``: the page says first where to find help at once.
    """

    key: str
    title: str
    parts: tuple[Asked, ...] = ()
    rows: Rows | None = None
    intro: tuple[str, ...] = ()
    each: str = ""
    invites: int = 0
    lists: str = ""
    show_if: Trigger | None = None
    counts: bool = True
    optional: bool = False
    help_now: bool = False
    wants: Callable[[Answers], tuple[tuple[str, str], ...]] | None = None
    """Pairs of (``section.item.question``, what to do)."""
    done: str = ""
    """Words on a second button of a page of ``each``: that was all, go to the list."""

    def is_asked(self, answers: Answers) -> bool:
        """Whether the page is on the way of somebody who answered so."""
        if self.show_if is None:
            return True
        items = answers.get(self.show_if.section) or [{}]
        return any(holds(self.show_if.when, item) for item in items)


@dataclass(frozen=True, slots=True)
class PublicStep:
    """One step of the way that a request takes, as its resident sees it. ``clock``: the promise that says by when."""

    title: str
    clock: str = ""


@dataclass(frozen=True, slots=True)
class PublicStage:
    """What a resident is told while the request or its case is at one of ``states``.

    ``step``: the step it is at now, from 1; one more than there are when all are done, 0 when it left the way.
    ``met``: a clock, and the words that stand in place of ``words`` once that promise was kept.
    """

    states: tuple[str, ...]
    words: str
    step: int = 0
    met: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PublicDoor:
    """How residents ask a panel themselves.

    Its public page is ``PanelType.public_face``; every address after that is neutral. ``form``: the public form.
    ``pages``: those between choosing a number and the last check, in order. ``completed`` adds to answers what follows
    from them (a day worked out from "last summer", who is who); it is pure and is asked again after every page.
    ``outlook``: kind words on how it looks so far, by the panel's own rule; never that it is refused. ``promises``:
    clocks, with what happens by then in words for the resident. ``steps`` and ``stages``: where it stands, for every
    state after sending. ``joined``: what is said of a request that was taken into another one's case. It says nothing
    of that one: no stage, no day, not that there is another. ``translated_wd``: working days in which what was written
    in another language is translated; 0 is the same day.
    """

    form: Form
    pages: tuple[PublicPage, ...]
    completed: Callable[[Answers, date], Answers]
    outlook: Callable[[CaseFacts], str]
    promises: tuple[tuple[str, str], ...] = ()
    steps: tuple[PublicStep, ...] = ()
    stages: tuple[PublicStage, ...] = ()
    joined: PublicStage = PublicStage((), "Received")
    translated_wd: int = 0

    def page(self, key: str) -> PublicPage:
        """The page with this key. Raises ``KeyError``."""
        return {page.key: page for page in self.pages}[key]

    def stage_at(self, state: str) -> PublicStage:
        """What is told at a state. Raises ``KeyError`` for one that has no words."""
        return {key: stage for stage in self.stages for key in stage.states}[state]

    def words(self) -> Iterator[str]:
        """Every word a resident is shown by the declarations, for the catalogues."""
        yield from (words for _, words in self.promises)
        yield from (step.title for step in self.steps)
        for stage in (*self.stages, self.joined):
            yield from filter(None, (stage.words, stage.met[1] if stage.met else ""))
        for page in self.pages:
            yield from filter(None, (page.title, *page.intro, page.done))
            yield from (part.title for part in page.parts if part.title)
            if page.rows:
                yield from (page.rows.title, page.rows.another)
        for question in self.questions():
            yield from filter(None, (question.label, question.hint, question.error))
            for choice in question.choices:
                yield from filter(None, (choice.label, choice.hint))

    def questions(self) -> Iterator[Question]:
        """Every question that a page asks. The form has others, whose answers follow from these."""
        for page in self.pages:
            asked = [(part.section, part.questions) for part in page.parts]
            asked += [(page.rows.section, page.rows.questions)] if page.rows else []
            for section, questions in asked:
                yield from (self.form.section(section).question(question) for question in questions)
