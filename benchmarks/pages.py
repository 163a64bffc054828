"""Pages over HTTP: the list of cases, one case, sending a referral."""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import count
from unittest.mock import patch
from uuid import UUID

from benchmarks import plain
from benchmarks.browser import hidden_fields
from benchmarks.dataset import COORDINATOR, REFERRER
from benchmarks.referrals import make_drafts
from benchmarks.timing import Row, Taken, page_rows, take_turns
from benchmarks.variants import OTHER_NAME, PLAIN, SEALED, SMALL, UTILS, UTILS_NAME, WALLED, WALLESS, Variant
from casework.cases import list_views, listing

WALL_NAME = "the same page without the second wall"
WITHOUT_SEARCH = "plain columns and no search index"


def measure_list(found: dict[str, Variant], kind: str, *, shown: int, pairs: int) -> list[Row]:
    """The first page of open cases, as the coordinator sees it, with ``shown`` cases on it."""
    held, at_first = found[SEALED].held, found[SMALL].held
    with _page_length(shown):
        taken = take_turns({name: partial(_get, variant, lambda: "/cases") for name, variant in found.items()}, pairs)
    name = f"case list, {min(shown, held)} of {held} cases, {kind}"
    rows = page_rows(name, taken[SEALED], taken[PLAIN], OTHER_NAME)
    if held == at_first and UTILS in taken:
        rows += page_rows(name, taken[SEALED], taken[UTILS], UTILS_NAME)
    if held > at_first:
        rows += page_rows(name, taken[SEALED], taken[SMALL], f"the same list with {at_first} cases")
    return rows


def measure_case(found: dict[str, Variant], kind: str, *, pairs: int) -> list[Row]:
    """The overview of one case, another one each time; both variants see the same cases in the same order."""
    both = {name: found[name] for name in (SEALED, PLAIN)}
    wanted = {name: _references(variant) for name, variant in both.items()}
    taken = take_turns({name: partial(_get, variant, wanted[name]) for name, variant in both.items()}, pairs)
    return page_rows(f"case page, {found[SEALED].held} cases, {kind}", taken[SEALED], taken[PLAIN], OTHER_NAME)


def measure_behind(found: dict[str, Variant], kind: str, *, shown: int, pairs: int) -> list[Row]:
    """Both pages behind the second wall, against the same without it."""
    held = found[WALLED].held
    wanted = {name: _references(variant) for name, variant in found.items()}
    with _page_length(shown):
        lists = take_turns({name: partial(_get, variant, lambda: "/cases") for name, variant in found.items()}, pairs)
    cases = take_turns({name: partial(_get, variant, wanted[name]) for name, variant in found.items()}, pairs)
    return [
        row
        for name, taken in (
            (f"case list, {min(shown, held)} of {held} cases", lists),
            (f"case page, {held} cases", cases),
        )
        for row in page_rows(f"{name}, second wall, {kind}", taken[WALLED], taken[WALLESS], WALL_NAME)
    ]


def measure_submit(found: dict[str, Variant], kind: str, *, submits: int) -> list[Row]:
    """The post that sends a referral. Its page is read before, outside the time taken."""
    both = {name: found[name] for name in (SEALED, PLAIN)}
    ready = {name: _drafts(variant, submits + 1) for name, variant in both.items()}
    ready[WITHOUT_SEARCH] = _drafts(found[PLAIN], submits + 1)
    senders: dict[str, Callable[[], Taken]] = {
        name: partial(_send, variant, ready[name], variant.mode) for name, variant in both.items()
    }
    senders[WITHOUT_SEARCH] = partial(_send, found[PLAIN], ready[WITHOUT_SEARCH], plain.columns_without_search)
    taken = take_turns(senders, submits)
    name = f"referral submit, {kind}"
    return [
        *page_rows(name, taken[SEALED], taken[PLAIN], OTHER_NAME),
        *page_rows(name, taken[SEALED], taken[WITHOUT_SEARCH], WITHOUT_SEARCH),
    ]


@contextmanager
def _page_length(cases: int) -> Iterator[None]:
    with patch.object(listing, "PAGE", cases), patch.object(list_views, "PAGE", cases):
        yield


def _get(variant: Variant, path: Callable[[], str]) -> Taken:
    browser = variant.browser(COORDINATOR)
    with variant.mode():
        return browser.get(path()).taken


def _references(variant: Variant) -> Callable[[], str]:
    chance, number = random.Random(7), count()
    order = chance.sample(range(len(variant.cases)), len(variant.cases))
    return lambda: f"/cases/{variant.cases[order[next(number) % len(order)]].reference}"


def _drafts(variant: Variant, wanted: int) -> Iterator[UUID]:
    with variant.mode(), variant.app.app_context():
        return iter(make_drafts(wanted))


def _send(variant: Variant, drafts: Iterator[UUID], mode: Callable[[], AbstractContextManager[None]]) -> Taken:
    path = f"/refer/{next(drafts)}/check"
    browser = variant.browser(REFERRER)
    with mode():
        return browser.post(path, hidden_fields(browser.get(path).body)).taken
