"""Who searched for a name: asked of the hashes in the log, with a reason; the question is an entry with hashes too."""

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa

from auth.access_log import reading
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.periods import Period
from auth.access_log.reading import Line
from auth.access_log.searched import hashes_in, words_of
from auth.access_log.service import SEARCHED_WORD
from auth.inquiry.access import door_to_searched
from auth.inquiry.person_days import within
from auth.panel_facts import hidden_panels
from auth.refusals import Refused
from auth.roles import Actor
from extensions import db

MOST = 200
"""Searches that a page shows."""


@dataclass(frozen=True)
class Hit:
    """One search, and how many of the words that are asked for were among its own."""

    line: Line
    words: int


def who_searched(*, actor: Actor, typed: str, period: Period, reason: str) -> list[Hit]:
    """The searches of a period in which one of the typed words was looked for: those with most of the words first, then
    the newest. Searches in panels that hide their cases are left out: whom they know is not for auditors.

    :raises NotAllowed: for everybody but the auditor. :raises Refused: no word was typed.
    """
    door_to_searched(actor, typed, reason=reason)
    by_hash = {one: word for word in words_of(typed) for one in hashes_in(word, period)}
    if not by_hash:
        raise Refused("Enter a name, or words that were searched for", "words")
    wanted = (
        sa.select(AccessedObject.entry_number, AccessedObject.object_id)
        .join(AccessEntry, AccessEntry.number == AccessedObject.entry_number)
        .where(within(period), AccessEntry.event == "case.searched", AccessEntry.panel.not_in(hidden_panels()))
        .where(AccessedObject.object_type == SEARCHED_WORD, AccessedObject.object_id.in_(by_hash))
    )
    words: dict[int, set[str]] = defaultdict(set)
    for number, found in db.session.execute(wanted):
        words[number].add(by_hash[found])
    best = sorted(words, key=lambda number: (-len(words[number]), -number))[:MOST]
    lines = {line.entry.number: line for line in reading.lines_where(AccessEntry.number.in_(best), most=MOST)}
    return [Hit(lines[number], len(words[number])) for number in best]
