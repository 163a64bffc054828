"""What lists and rooms above ask of how people stand to cases, against what the names in ``relations.txt`` say."""

import re
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from casework.cases.access import visible_cases
from casework.cases.grant_models import CaseGrant
from casework.cases.granted import is_guest_of, listed_for, panels_let_into
from casework.cases.models import Case
from casework.cases.shut_out import everybody_shut_out
from extensions import db
from tests.proofs.related import STATES, Related, kept_apart
from tests.proofs.test_relations import actors, told_of

LET_IN = re.compile("^(?:nobody|referrer|member|colleague|auditor).* (?:as )?(named|associate|contact)(?! chair)")
OVER = ("not confirmed", "taken back", "another case", "over")


@pytest.fixture
def related(app: Flask) -> Iterator[Related]:
    """A panel that opens its cases to members by agenda, and one that does by name."""
    yield from told_of(app, "asb_marac", "channel")


def is_shut_out(name: str) -> bool:
    """By a conflict or because they are kept apart, of their own, their agency's or whom they cover for."""
    return name.endswith(("in conflict", "kept apart")) and not re.search("elsewhere|^former", name)


def is_barred(name: str) -> bool:
    """Because a case is about a colleague."""
    return name.startswith("colleague") and name not in ("colleague chair", "colleague member named")


def states_listed(name: str) -> frozenset[str]:
    """The states of a case in which it stands in the list of somebody who was let in."""
    found = LET_IN.match(name)
    if found is None or name.endswith(OVER):
        return frozenset()
    return frozenset(STATES[:2] if found[1] == "named" else STATES)


def wrong_lists(told: Related) -> Iterator[str]:
    """Where a list has more or fewer cases than the names say."""
    panels = sorted({panel for panel, _ in told.cases})
    of_case = {case_id: key for key, case_id in told.cases.items()}
    for name, actor in actors(told):
        for panel in panels:
            found = {of_case[one.id] for one in _told(visible_cases(actor, panel), told)}
            none = is_shut_out(name) or is_barred(name)
            if found != {(panel, state) for state in STATES[:-1] if not none}:
                yield f"{panel} {name} finds {sorted(found)}"
        let_in = {key for case_id, key in of_case.items() if case_id in _ids(listed_for(actor.account_id))}
        if let_in != {(panel, state) for panel in panels for state in states_listed(name)}:
            yield f"{name} is let into {sorted(let_in)}"
        if panels_let_into(actor.account_id) != (set(panels) if states_listed(name) or _elsewhere(name) else set()):
            yield f"{name} is let into something of {sorted(panels_let_into(actor.account_id))}"


def _elsewhere(name: str) -> bool:
    """Whether they were let into a case that is not among those of the states."""
    return name.endswith("in another case") and LET_IN.match(name) is not None


def wrong_proofs(told: Related) -> Iterator[str]:
    """Where a panel that wants a fresh proof lists something to a session without one, or another panel does not."""
    for name, actor in actors(told):
        if name == "chair":
            bare = replace(actor, session_id=uuid4(), proof_until=None)
            found = [panel for panel in ("asb_marac", "channel") if _told(visible_cases(bare, panel), told)]
            if found != ["asb_marac"]:
                yield f"without a proof: {found}"


def wrong_rooms(told: Related) -> Iterator[str]:
    """Where the table of a meeting, or its item for a guest, is told wrongly who is shut out or may look."""
    another = _of_another_panel(told)
    if everybody_shut_out(another.id) != {told.people["member"]}:
        yield "another case: somebody is shut out who is not"
    names = {account_id: name for name, account_id in told.people.items()}
    should = {name for name in told.people if is_shut_out(name)}
    for key, case_id in told.cases.items():
        found = {names[one] for one in everybody_shut_out(case_id) if one in names}
        if found != should:
            yield f"{key}: {sorted(found ^ should)}"
    asked = next(iter(_meetings(told.people["nobody as guest"])))
    for name, actor in actors(told):
        if is_guest_of(actor.account_id, asked) != (name == "nobody as guest"):
            yield f"{name} is a guest of somebody else's meeting"
        guest = name in ("nobody as guest", "nobody as guest just begun")
        if {is_guest_of(actor.account_id, one) for one in _meetings(actor.account_id)} not in ({guest}, set()):
            yield f"{name} is a guest: {not guest}"
        if is_guest_of(actor.account_id, uuid4()):
            yield f"{name} is a guest of any meeting"


def _told(query: sa.Select[Case], told: Related) -> list[Case]:
    wanted = set(told.cases.values())
    return [one for one in db.session.scalars(query) if one.id in wanted]


def _ids(query: sa.Select[UUID]) -> set[UUID]:
    return set(db.session.scalars(query))


def _of_another_panel(told: Related) -> Case:
    """A case of the panel in which people cover elsewhere, from which one person alone is kept apart."""
    found = db.session.scalars(sa.select(Case).where(Case.panel == "another")).one_or_none()
    if found is None:
        key = db.session.scalars(sa.select(Case.data_key_id).where(Case.id.in_(told.cases.values()))).first()
        found = Case(data_key_id=key, panel="another", state="another", reference="ZZ-another")
        db.session.add(found)
        db.session.flush()
        db.session.add(kept_apart(told.people["member"], found))
        db.session.flush()
    return found


def _meetings(account_id: UUID) -> set[UUID]:
    rows = db.session.scalars(sa.select(CaseGrant.meeting_id).where(CaseGrant.account_id == account_id))
    return {one for one in rows if one is not None}


@pytest.mark.long
def test_a_list_or_a_room_would_be_told_more_or_less_than_the_names_say(related: Related) -> None:
    assert [*wrong_lists(related), *wrong_proofs(related), *wrong_rooms(related)] == []
