"""What can be done to an action. The case's timeline is written only by those who have the case open."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from auth.encryption.keyring import new_data_key
from auth.models import Account
from auth.roles import Actor, Role
from casework.actions.models import Action, ActionUpdate
from casework.actions.rules import DONE, IN_PROGRESS, MORE_TIME, NOT_POSSIBLE, STANDING, SUPERSEDED, TEXT_NEEDED
from casework.cases.events import record_event
from casework.cases.models import Case
from casework.cases.named import refuse_names, refuse_names_of
from casework.errors import Refused, Stale
from casework.notifications.service import tell, tell_agency, tell_role
from casework.panel_settings.narrative import must_be_action, must_be_empty, must_be_reason
from casework.panel_type.registry import panel_types
from extensions import db, now
from wording.dates import today, uk_date

RUNS_PANEL = (Role.COORDINATOR.value,)


def add_action(
    *,
    actor: Actor,
    case: Case,
    text: str,
    why: str = "",
    measure: str = "",
    agency_id: UUID | None,
    officer_id: UUID | None = None,
    officer_name: str = "",
    due_on: date | None,
    agenda_item_id: UUID | None = None,
    safety_note: str | None = None,
    by_provider: bool = False,
) -> Action:
    """Give an agency something to do on an open case; the owner opens the action, never the case.

    ``by_provider``: a provider of support carries it out (see :func:`end_provider_tasks`). ``safety_note``: what a
    visitor must know; ``None`` takes the standing staff-safety markers of the case's people.
    :raises Refused: no text, agency, officer or day; or the words name somebody whose name is withheld here.
    """
    must_be_action(case.panel, text=text)
    must_be_empty(case.panel, why=why, measure=measure)
    refuse_names(case, text=text, why=why, measure=measure)
    _check_new(text, agency_id, officer_id, officer_name, due_on)
    assert agency_id is not None
    assert due_on is not None
    action = Action(
        data_key_id=new_data_key(panel=case.panel, kind="action"),
        case_id=case.id,
        case=case,
        panel=case.panel,
        agenda_item_id=agenda_item_id,
        text=text.strip(),
        why=why.strip(),
        measure=measure.strip(),
        safety_note=safety_words(case) if safety_note is None else safety_note,
        agency_id=agency_id,
        officer_id=officer_id,
        officer_name=officer_name.strip(),
        due_on=due_on,
        by_provider=by_provider and panel_types.get(case.panel).has_providers,
        created_by_id=actor.account_id,
    )
    db.session.add(action)
    db.session.flush()
    record_event(
        actor=actor, case=case, kind="action", title=f"Action given: {action.text}", text=f"Due {uk_date(due_on)}"
    )
    _tell_owner(action, "action_given")
    return action


def report_on_action(
    *,
    actor: Actor,
    action: Action,
    status: str,
    text: str,
    due_on: date | None = None,
    version: int | None = None,
) -> ActionUpdate:
    """Say how an action stands: in_progress, done, not_possible, superseded, or more_time with the day asked for.

    The action must be open (its own door). Done needs a line of result, not possible needs a reason.
    :raises Refused: the report says too little, it names somebody whose name is withheld, or the action is finished.
    :raises Stale: somebody reported since ``version`` was shown.
    """
    must_be_reason(action.panel, text=text)
    refuse_names_of(actor, action.case, text=text)
    return note_report(actor=actor, action=action, status=status, text=text, due_on=due_on, version=version)


def note_report(
    *,
    actor: Actor,
    action: Action,
    status: str,
    text: str,
    due_on: date | None = None,
    version: int | None = None,
) -> ActionUpdate:
    """As :func:`report_on_action`, with words of the service's own that nobody typed."""
    db.session.flush()
    db.session.refresh(action, ["status", "version"], with_for_update=True)
    if version is not None and version != action.version:
        raise _stale(action, text)
    if action.status not in STANDING:
        raise Refused("This action is finished. Ask the coordinator if it must be opened again")
    _check_report(action, status, text, due_on)
    update = _add_update(actor, action, status, text, due_on)
    if status != MORE_TIME:
        action.status = status
        action.finished_at = now() if status not in STANDING else None
        _tell_panel(action, actor, "action_changed")
    else:
        _tell_panel(action, actor, "action_more_time")
    return update


def give_more_time(*, actor: Actor, action: Action, due_on: date | None, text: str = "") -> ActionUpdate:
    """Move the day by which an action is due (coordinator or chair; the door asks for action.manage).

    :raises Refused: no later day, or the action is finished.
    """
    must_be_reason(action.panel, text=text)
    refuse_names_of(actor, action.case, text=text)
    if action.status not in STANDING:
        raise Refused("This action is finished")
    if due_on is None or due_on <= action.due_on or due_on < today():
        raise Refused("Enter a day later than the one agreed", "due_on")
    update = _add_update(actor, action, action.status, text or f"New day: {uk_date(due_on)}", due_on)
    action.due_on = due_on
    action.escalated_to = None
    _tell_owner(action, "action_changed")
    return update


def hand_over(*, actor: Actor, action: Action, text: str) -> ActionUpdate:
    """Settle a standing action by saying where it goes on after the case is closed.

    :raises Refused: nobody is named.
    """
    if not text.strip():
        raise Refused("Enter which agency carries it on", "text")
    return report_on_action(actor=actor, action=action, status=SUPERSEDED, text=text)


def end_provider_tasks(*, actor: Actor, case: Case, actions: Sequence[Action], reason: str) -> int:
    """End at once what a provider of support still has to do, because its ground is gone; returns how many ended.

    ``actions``: those of the case, opened by their door. Owners and panel are told.
    """
    ended = [action for action in actions if action.by_provider and action.status in STANDING]
    for action in ended:
        note_report(actor=actor, action=action, status=SUPERSEDED, text=reason)
        _tell_owner(action, "action_changed")
    if ended:
        title = f"Support by providers ended: {len(ended)} action{'' if len(ended) == 1 else 's'}"
        record_event(actor=actor, case=case, kind="action", title=title, text=reason)
    return len(ended)


def chase(*, actor: Actor, action: Action) -> None:
    """Remind the owner. The mail says only that something is late.

    :raises Refused: finished already, or reminded today.
    """
    if action.status not in STANDING:
        raise Refused("This action is finished")
    if action.is_held():
        raise Refused("This waits: what the support rests on is asked for anew")
    if action.chased_at is not None and action.chased_at.date() == now().date():
        raise Refused("The owner was reminded today already")
    action.chased_at = now()
    _tell_owner(action, "action_chased")


def open_count(case_id: UUID) -> int:
    """How many actions of a case still stand. Opens nothing."""
    wanted = sa.select(sa.func.count()).where(Action.case_id == case_id, Action.status.in_(STANDING))
    return int(db.session.scalar(wanted) or 0)


def safety_words(case: Case) -> str:
    """The standing staff-safety markers of the case's people, for whoever has to visit."""
    lines = [
        f"{marker.incident} ({marker.source}, {uk_date(marker.happened_on)})"
        for party in case.parties
        if party.removed_at is None
        for marker in party.person.markers
        if marker.ended_at is None and marker.review_on >= today()
    ]
    return "\n".join(lines)


def _add_update(actor: Actor, action: Action, status: str, text: str, due_on: date | None) -> ActionUpdate:
    update = ActionUpdate(
        data_key_id=action.data_key_id,
        action_id=action.id,
        by_id=actor.account_id,
        status=status,
        text=text.strip(),
        due_on=due_on,
    )
    action.updates.append(update)
    action.version += 1
    db.session.flush()
    return update


def _check_new(
    text: str, agency_id: UUID | None, officer_id: UUID | None, officer_name: str, due_on: date | None
) -> None:
    if not text.strip():
        raise Refused("Enter what is to be done", "text")
    if agency_id is None:
        raise Refused("Select the agency that does it", "agency_id")
    if officer_id is None and not officer_name.strip():
        raise Refused("Enter who does it", "officer_name")
    officer = db.session.get(Account, officer_id) if officer_id else None
    if officer is not None and officer.agency_id != agency_id:
        raise Refused("Select a person who works for that agency", "officer_id")
    if due_on is None:
        raise Refused("Enter the day by which it is due", "due_on")


def _check_report(action: Action, status: str, text: str, due_on: date | None) -> None:
    if status not in {IN_PROGRESS, DONE, NOT_POSSIBLE, SUPERSEDED, MORE_TIME}:
        raise Refused("Select how the action stands", "status")
    if not text.strip():
        raise Refused(TEXT_NEEDED.get(status, "Enter what came of it"), "text")
    if status == MORE_TIME and (due_on is None or due_on <= action.due_on):
        raise Refused("Enter a day later than the one agreed", "due_on")


def _stale(action: Action, mine: str) -> Stale:
    last = action.updates[-1] if action.updates else None
    theirs = (last.text or "") if last else ""
    return Stale(theirs=theirs, mine=mine, by=last.by.name if last else "", version=action.version)


def _tell_owner(action: Action, template: str) -> None:
    path = f"/actions/{action.id}"
    if action.officer_id:
        tell(account_id=action.officer_id, template=template, path=path)
    else:
        tell_agency(agency_id=action.agency_id, panel=action.panel, template=template, path=path)


def _tell_panel(action: Action, actor: Actor, template: str) -> None:
    if not {role.value for role in actor.roles(action.panel)} & set(RUNS_PANEL):
        tell_role(panel=action.panel, roles=RUNS_PANEL, template=template, path=f"/actions/{action.id}")
