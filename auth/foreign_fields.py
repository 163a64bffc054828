"""What no page of ours sends: somebody may be trying what is taken (mass assignment, doubled fields, other methods).

A form reads its own fields by name and of each the first, and a method is what it says it is. So nothing comes of the
rest, and nobody is refused for it: pages from before an update and extensions of browsers add some too. That it came is
kept in the access log, once a minute of a person and of a way at most, without names or values of fields: both are
whatever the sender likes. Whoever has no account is nobody whom an auditor could ask, and is not kept.

What is foreign to a form is found out by use: a field that nobody asked for while the form was worked on. Where a form
was read and done, any such field counts; where it came back, with a page or a message, its buttons may not have been
asked for, so a field counts then only if it is called as a column of the database is, or as a word that asks for
another method; and where no form was read at all, as where a fresh proof is wanted first or a button decides, only if
besides no form of ours has a field of that name.
See docs/adr/0041-what-no-page-sends.md.
"""

import re
from datetime import datetime, timedelta
from functools import cache, partial
from threading import Lock
from uuid import UUID

from flask import Flask, Response, g, request

from auth.access_log.service import write_turned_away
from auth.current import current_actor, signed_in_account
from extensions import db, keep_despite_failure, now
from inputs.asked_for import AskedFor
from inputs.page_form import PageForm

EVENT = "form.foreign"
FIELDS, TWICE, METHOD, BODY = "form-fields", "form-twice", "form-method", "form-body"
WORDS = {
    FIELDS: "a form came with fields that its page does not have; nothing was done with them",
    TWICE: "a field came more than once that its page has once; only the first was read",
    METHOD: "a page was asked for as by another method; it was not",
    BODY: "a form came as something else than a form; nothing of it was read",
}
"""By rule: what is told of it."""
OF_EVERY_FORM = frozenset({"csrf_token", "once", "version"})
PRESSED = frozenset(
    [
        "acted_by",
        "add",
        "agree",
        "also",
        "begin",
        "choice",
        "correct",
        "disagree",
        "do",
        "how",
        "later",
        "next",
        "number",
        "on",
        "passkey",
        "pin",
        "rows",
        "score",
        "see",
        "ticket",
        "without",
    ]
)
"""What buttons and boxes of our own pages send that is asked for only where it matters: foreign nowhere. A test holds
that each name which a template writes itself, or by which a view asks for a posted field past its form, stands here."""
OTHER_METHOD = frozenset({"_method", "_http_method", "http_method"})
OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X-Original-URL", "X-Rewrite-URL")
DONE, CAME_BACK = (302, 303), (200, 409, 422)
OF_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "")
ONE_A = timedelta(minutes=1)
PARTS = re.compile(r"[\[\].]+")
_lock = Lock()
_noted: dict[tuple[UUID, str], datetime] = {}


def bind(app: Flask) -> None:
    """Look at every request once its view has answered. Bound after what may answer in place of the view."""
    app.before_request(_reaches_its_view)
    app.after_request(_look)


def forget() -> None:
    """Whatever was noted in this minute may be noted again."""
    with _lock:
        _noted.clear()


def found(status: int) -> frozenset[str]:
    """The ways (:data:`WORDS`) in which the present request is what no page of ours sends; ``status``: its answer's."""
    if not g.get("form_reached_its_view"):
        return frozenset()
    wrong = set()
    if any(name in request.headers for name in OVERRIDES) or OTHER_METHOD & (request.args.keys() | request.form.keys()):
        wrong.add(METHOD)
    if _doubled(request.args) or _doubled(request.form):
        wrong.add(TWICE)
    if request.method == "POST" and status in (*DONE, *CAME_BACK):
        if request.mimetype not in OF_FORMS and request.content_length:
            wrong.add(BODY)
        if _is_foreign(_never_asked(), status):
            wrong.add(FIELDS)
    return frozenset(wrong)


def _reaches_its_view() -> None:
    g.form_reached_its_view = request.endpoint not in (None, "static")


def _look(response: Response) -> Response:
    if signed_in_account() is None:
        return response
    for way in sorted(found(response.status_code)):
        actor = current_actor()
        if _is_first((actor.account_id, way), now()):
            keep_despite_failure(partial(write_turned_away, actor=actor, event=EVENT, rule=way, words=WORDS[way]))
    return response


def _doubled(sent: object) -> bool:
    return isinstance(sent, AskedFor) and bool(sent.came_twice)


def _never_asked() -> frozenset[str]:
    form, files = request.form, request.files
    names = form.never_asked if isinstance(form, AskedFor) else frozenset()
    if isinstance(files, AskedFor):
        names |= files.never_asked
    return names - OF_EVERY_FORM - PRESSED - OTHER_METHOD


def _is_foreign(names: frozenset[str], status: int) -> bool:
    was_read = g.get("page_form_was_read", False)
    if was_read and status in DONE:
        return bool(names)
    telling = _columns() if was_read else _columns() - PageForm.names()
    return any(telling & set(PARTS.split(name)) for name in names)


def _is_first(what: tuple[UUID, str], at: datetime) -> bool:
    with _lock:
        before = _noted.get(what)
        if before is not None and abs(at - before) < ONE_A:
            return False
        _noted[what] = at
        return True


@cache
def _columns() -> frozenset[str]:
    names = {column.name for table in db.metadata.sorted_tables for column in table.columns}
    return frozenset(names | {name.removesuffix("_sealed") for name in names})
