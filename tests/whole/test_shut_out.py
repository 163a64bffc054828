"""Somebody who is shut out of a case asks every page there is: lists, agenda, minutes, papers, letters, actions, home,
files, and what polls. None names the case or anybody in it."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from casework.apart.models import KeptApart
from casework.cases.access import case_by_id
from casework.cases.conflicts import declare_conflict
from casework.cases.models import Case
from extensions import db, now
from tests.cases.made import acting, actor_named
from tests.conftest import PANEL
from tests.whole.test_matrix import routes
from tests.whole.world import World


def words_of(app: Flask, reference: str) -> tuple[UUID, list[str]]:
    """What would name the case: its reference, and the names and references of its people."""
    with acting(app, "alder") as alder:
        case_id = db.session.scalars(sa.select(Case.id).where(Case.reference == reference)).one()
        case = case_by_id(alder, case_id).case
        people = [party.person for party in case.parties]
        names = [person.display_name for person in people if " " in (person.display_name or "")]
        return case_id, [reference, *names, *(person.reference for person in people)]


@pytest.mark.long
@pytest.mark.parametrize(("who", "way"), [("larch", "apart"), ("cora", "conflict"), ("birch", "apart")])
def test_a_page_would_name_a_case_to_who_is_shut_out_of_it(
    app: Flask, world: World, browser_for: Any, who: str, way: str
) -> None:
    """AC 04."""
    case_id, words = words_of(app, world.case)
    paths = sorted({world.path(rule) for method, rule in routes(app) if method == "GET" and rule != "/sign-out"})
    client = browser_for(who)

    def text_of(path: str) -> str:
        return client.http.get(path).get_data().decode("utf-8", "replace")

    # The panel's definition shows a reference of its own making.
    paths.remove(f"/admin/panels/{PANEL}")
    before = {path: text_of(path) for path in paths}
    assert sum(any(word in text for word in words) for text in before.values()) > (15 if who == "larch" else 40)
    with acting(app, "alder") as alder:
        account_id = actor_named(who).account_id
        if way == "conflict":
            declare_conflict(actor=alder, case_id=case_id, account_id=account_id, connection="family")
        else:
            facts = {"object_type": "case", "panel": PANEL, "kind": "relative", "mark": b"12345678"}
            db.session.add(KeptApart(account_id=account_id, object_id=case_id, found_at=now(), **facts))
    told = []
    for path in paths:
        text = text_of(path)
        told += [f"{path}: {word}" for word in words if word in text.replace(path, "")]
    assert not told, "\n".join(told)
