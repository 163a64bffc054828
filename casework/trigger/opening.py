"""The door as the pages use it."""

from flask import abort, redirect, request

from auth.doors import NotAllowed
from casework.trigger import sessions
from casework.trigger.access import READ, WRITE, OpenRequest, request_for
from casework.trigger.journey import Step, find_step
from casework.trigger.models import ResidentSession
from casework.trigger.service import keep_typed, told

NOT_KEPT = frozenset({"csrf_token", "once", "version", "pin", "add"})


def here() -> ResidentSession:
    """This browser's session. A form that comes back after its session has ended by time is kept, and led away."""
    session = sessions.present_session()
    if session is None:
        _keep_late()
        abort(redirect("/form/ended", 303))
    return session


def open_draft(permission: str = WRITE) -> OpenRequest:
    """The request of this browser, opened. Leads to the page after sending when it was sent."""
    opened = request_for(here(), permission)
    if opened.is_sent:
        abort(redirect("/form/sent", 303))
    return opened


def open_sent(permission: str = READ, *, answers: bool = False) -> OpenRequest:
    """The request of this browser after sending, what she told left shut unless it is asked for. Leads to the form when
    it is not sent yet."""
    opened = request_for(here(), permission, answers=answers)
    if not opened.is_sent:
        abort(redirect(f"/form/{opened.request.last_page or 'number'}", 303))
    return opened


def step_at(opened: OpenRequest, key: str, number: int) -> Step:
    """The page at an address. :raises NotAllowed: there is none."""
    step = find_step(opened.door, told(opened), key, number)
    if step is None:
        raise NotAllowed
    return step


def _keep_late() -> None:
    late = sessions.late_session()
    if late is None:
        return
    opened = request_for(late, WRITE, event="request.late")
    page = request.path.removeprefix("/form/")
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT]
    if request.endpoint in ("trigger.save", "trigger.save_entry") and opened.request.pin_hash is not None:
        keep_typed(opened=opened, page=page[:40], fields=fields)
    sessions.end_present()
