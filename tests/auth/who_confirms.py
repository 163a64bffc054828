"""Who is asked whether a role is still needed, told by hand: each situation is the plain one with something changed.

The plain one: Rowan is a member of the panel, the day until which the role counts is the day after tomorrow, nobody has
said anything, and Rowan has no manager in the service. The administrators are asked for the agency, the chair and the
vice-chair for the panel.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from auth.current import actor_of
from auth.models import Account, Appointment
from auth.recertification.access import asked_about, sides_for
from auth.recertification.rules import AGENCY, CHAIR
from auth.roles import Actor, Role
from extensions import db, now
from tests.conftest import PANEL
from wording.dates import today

HIDDEN = "channel"
"""A panel in which roles are confirmed each month, and whose records need a fresh proof."""
ASKERS = "rowan oak sedge alder birch dean larch cora hazel laurel".split()
DAY = timedelta(days=1)
Row = Appointment
Change = Callable[[Row], Any]


@dataclass(frozen=True)
class Situation:
    """``sides``: who may speak for which sides. ``told``: whose word is asked for, agency and panel, where it is said
    besides. ``whose``: the role that is asked about."""

    title: str
    change: Change
    sides: dict[str, tuple[str, ...]]
    told: tuple[str, str] | None = None
    whose: tuple[str, str | None] = ("rowan", PANEL)


def person(key: str) -> Account:
    wanted = sa.select(Account.id).where(Account.email == f"{key}@example.org")
    known: dict[str, UUID] = db.session.info.setdefault("who_confirms", {})
    if key not in known:
        known[key] = db.session.scalars(wanted).one()
    return db.session.get_one(Account, known[key])


def role_of(key: str, panel: str | None = PANEL) -> Row:
    """Their first role there, as it was given."""
    wanted = sa.select(Row).where(Row.account_id == person(key).id, Row.covers_id.is_(None))
    return db.session.scalars(wanted.where(Row.panel == panel if panel else Row.panel.is_(None))).one()


def roles(*keys: str, panel: str | None = PANEL, **values: Any) -> Change:
    """Change what these people hold."""
    return lambda _: [setattr(role_of(key, panel), name, value) for key in keys for name, value in values.items()]


def this(**values: Any) -> Change:
    """Change the role that is asked about."""
    return lambda row: [setattr(row, name, value) for name, value in values.items()]


def people(*keys: str, **values: Any) -> Change:
    """Change these people's accounts."""
    return lambda _: [setattr(person(key), name, value) for key in keys for name, value in values.items()]


def managed_by(key: str, *, same_agency: bool = True) -> Change:
    """Let somebody be the manager of whose role it is."""

    def change(row: Row) -> None:
        row.account.manager_id = person(key).id
        if same_agency:
            row.account.agency_id = person(key).agency_id

    return change


def said(side: str, key: str, days_ago: int = 0) -> Change:
    """Somebody said for a side that the role is needed."""

    def change(row: Row) -> None:
        setattr(row, f"certified_by_{side}_on", today() - days_ago * DAY)
        setattr(row, f"certified_by_{side}_id", person(key).id)

    return change


def given(key: str, role: Role, *, panel: str = PANEL, covers: str = "") -> Change:
    """Give another role, or cover for somebody's."""

    def change(_: Row) -> None:
        row = Row(account_id=person(key).id, panel=panel, role=role.value, confirmed_at=now())
        row.from_on, row.to_on, row.certified_until = today() - DAY, today() + 20 * DAY, today() + 2 * DAY
        row.covers_id = role_of(covers, panel).id if covers else None
        db.session.add(row)

    return change


def all_of(*changes: Change) -> Change:
    return lambda row: [change(row) for change in changes]


PLAIN = {"oak": (AGENCY,), "sedge": (AGENCY,), "alder": (CHAIR,), "birch": (CHAIR,)}
ADMINISTRATORS = {"oak": (AGENCY, CHAIR), "sedge": (AGENCY, CHAIR)}
"""Where no chair is left to be asked, an administrator speaks for the panel."""
NOBODY: dict[str, tuple[str, ...]] = {}
NO_CHAIR = ("oak sedge", "oak sedge")


def situations() -> list[Situation]:
    yesterday, tomorrow = today() - DAY, today() + DAY
    one = Situation
    closed = [
        one("a role that was ended", this(ended_at=now()), NOBODY),
        one("a role whose term is over", this(to_on=yesterday), NOBODY),
        one("a role on its last day", this(to_on=today()), PLAIN),
        one("a duty in the partnership", this(certified_until=today()), NOBODY, None, ("oak", None)),
        one("cover", lambda row: setattr(row, "covers_id", role_of("larch").id), NOBODY),
        one("the role of somebody suspended", people("rowan", suspended_at=now()), NOBODY),
        one("the role of somebody who left", people("rowan", ends_on=yesterday), NOBODY),
        one("a role that counts for long", this(certified_until=today() + 24 * DAY), NOBODY),
        one("a role on the first day on which it is asked about", this(certified_until=today() + 23 * DAY), PLAIN),
        one("a role that does not count any more", this(certified_until=yesterday), PLAIN),
    ]
    own = [
        one("the chair's own", roles("alder", certified_until=today()), PLAIN | {"alder": ()}, None, ("alder", PANEL)),
        one(
            "that of somebody who is an administrator too",
            lambda row: setattr(row, "account_id", person("oak").id),
            PLAIN | {"oak": ()},
            ("sedge", "alder birch"),
        ),
    ]
    both = {"alder": (AGENCY, CHAIR), "birch": (CHAIR,)}
    word = [
        one("the agency has spoken", said(AGENCY, "oak"), {"alder": (CHAIR,), "birch": (CHAIR,)}),
        one("the panel has spoken", said(CHAIR, "alder"), {"oak": (AGENCY,), "sedge": (AGENCY,)}),
        one("the agency spoke too long ago", said(AGENCY, "oak", 60), PLAIN),
        one("the manager is the chair", managed_by("alder"), both, ("alder", "alder birch")),
        one("and spoke for the agency", all_of(managed_by("alder"), said(AGENCY, "alder")), {"birch": (CHAIR,)}),
        one("and spoke for the panel", all_of(managed_by("alder"), said(CHAIR, "alder")), NOBODY),
        one("and somebody else did", all_of(managed_by("alder"), said(CHAIR, "birch")), {"alder": (AGENCY,)}),
        one(
            "and an earlier manager did",
            all_of(managed_by("alder"), said(AGENCY, "oak")),
            PLAIN | {"oak": (), "sedge": ()},
        ),
        one("and spoke for the panel long ago", all_of(managed_by("alder"), said(CHAIR, "alder", 60)), both),
        one("and spoke for the agency long ago", all_of(managed_by("alder"), said(AGENCY, "alder", 60)), both),
    ]
    panel = {"alder": (CHAIR,), "birch": (CHAIR,)}
    manager = [
        one("a manager", managed_by("larch"), panel | {"larch": (AGENCY,)}, ("larch", "alder birch")),
        one("a manager of another agency", managed_by("larch", same_agency=False), PLAIN, ("oak sedge", "alder birch")),
        one(
            "a manager who is suspended",
            all_of(managed_by("larch"), people("larch", suspended_at=now())),
            PLAIN,
            ("oak sedge", "alder birch"),
        ),
        one("their own manager", managed_by("rowan"), PLAIN, ("oak sedge", "alder birch")),
        one(
            "an administrator who left",
            people("sedge", suspended_at=now()),
            PLAIN | {"sedge": ()},
            ("oak", "alder birch"),
        ),
        one(
            "an administrator no more",
            roles("sedge", panel=None, to_on=yesterday),
            PLAIN | {"sedge": ()},
            ("oak", "alder birch"),
        ),
    ]
    chairs = [
        one(
            "one chair is suspended", people("alder", suspended_at=now()), PLAIN | {"alder": ()}, ("oak sedge", "birch")
        ),
        one("both are", people("alder", "birch", suspended_at=now()), ADMINISTRATORS, NO_CHAIR),
        *(
            one(f"both have {title}", roles("alder", "birch", **values), ADMINISTRATORS, NO_CHAIR)
            for title, values in (
                ("ended", {"ended_at": now()}),
                ("not begun", {"from_on": tomorrow}),
                ("a role that is not confirmed", {"confirmed_at": None}),
                ("a role that nobody confirmed again", {"certified_until": yesterday}),
            )
        ),
        one(
            "the only chair's own, covered for by a member",
            all_of(
                roles("birch", ended_at=now()),
                roles("alder", certified_until=today()),
                given("larch", Role.CHAIR, covers="alder"),
            ),
            ADMINISTRATORS,
            NO_CHAIR,
            ("alder", PANEL),
        ),
        one(
            "another's, with a chair who is covered for",
            given("larch", Role.CHAIR, covers="alder"),
            PLAIN,
            ("oak sedge", "alder birch"),
        ),
        one(
            "in a panel that needs a fresh proof",
            roles("elm", panel=HIDDEN, certified_until=today()),
            {"oak": (AGENCY,), "sedge": (AGENCY,), "dean": (CHAIR,)},
            ("oak sedge", "dean"),
            ("elm", HIDDEN),
        ),
    ]
    return [one("as it is", this(), PLAIN, ("oak sedge", "alder birch")), *closed, *own, *word, *manager, *chairs]


class WhoConfirms:
    """The table, ready to be asked again and again: who each asker is in each situation was found out once."""

    def __init__(self) -> None:
        self._told = situations()
        self._askers: dict[str, dict[str, Actor]] = {}
        for one in self._told:
            with db.session.begin_nested() as step:
                _in_place(one)
                db.session.expire_all()
                accounts = [(who, person(who)) for who in ASKERS]
                self._askers[one.title] = {who: actor_of(found) for who, found in accounts if found.is_active}
                step.rollback()
            db.session.expire_all()

    def wrong_answers(self) -> Iterator[str]:
        """Where the product says otherwise than the table."""
        for one in self._told:
            with db.session.begin_nested() as step:
                yield from self._wrong_in(one, _in_place(one))
                step.rollback()
        with db.session.begin_nested() as step:
            yield from self._wrong_without_proof(role_of("elm", HIDDEN))
            step.rollback()

    def _wrong_in(self, one: Situation, row: Row) -> Iterator[str]:
        for who, actor in self._askers[one.title].items():
            found, told = sides_for(actor, row), one.sides.get(who, ())
            if found != told:
                yield f"{one.title}: {who} {found} and not {told}"
        for side, asked in zip((AGENCY, CHAIR), one.told or (), strict=False):
            if (ids := sorted(asked_about(row, side))) != sorted(person(who).id for who in asked.split()):
                yield f"{one.title}: {len(ids)} are asked for {side}, and not {asked}"

    def _wrong_without_proof(self, row: Row) -> Iterator[str]:
        """In a session, a chair of a panel that needs a fresh proof is asked nothing before it is given."""
        row.certified_until = today()
        db.session.flush()
        dean = replace(self._askers["as it is"]["dean"], session_id=uuid4())
        for proof, told in ((None, ()), (now() + timedelta(minutes=5), (CHAIR,))):
            found = sides_for(replace(dean, proof_until=proof), row)
            if found != told:
                yield f"fresh proof until {proof}: {found}"


def _in_place(one: Situation) -> Row:
    """The situation, and the role that is asked about in it."""
    row = role_of(*one.whose)
    row.certified_until = today() + 2 * DAY
    row.certified_by_agency_on = row.certified_by_chair_on = None
    one.change(row)
    db.session.flush()
    return row
