"""Putting the page of one live case together."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from auth.models import Account
from auth.roles import Actor
from casework.cases.closing import VICTIM_TOLD
from casework.panel_type.definition import PanelType
from extensions import db, now
from inputs import Option
from panels.decisions.access import OpenItem
from panels.decisions.facts import live_facts
from panels.decisions.forms import (
    ROWS,
    ConflictForm,
    LiveForm,
    bands_of,
    filled_with,
    live_form_class,
    offer,
    wordless_rows,
)
from panels.decisions.keys import Keys, keys_for
from panels.decisions.models import ItemRecord
from panels.decisions.moves import puts_off
from panels.decisions.new_actions import default_due
from panels.decisions.offers import Offer
from panels.decisions.people_at_table import agency_options, chair_options, officer_names
from panels.decisions.quorum import missing_for
from panels.decisions.service import record_of, takes_words, typed_of
from panels.decisions.states import WORDS
from panels.decisions.steps import planned
from panels.decisions.table import Table
from panels.decisions.timing import Slot, forecast, minutes_used
from panels.decisions.typed import Lack, Typed
from panels.decisions.visits import hears_the_person, visit_now, visit_words, visits_of
from panels.decisions.ways import asks_for_votes, says_more, way_of, way_words
from panels.meetings.access import OPEN
from panels.meetings.cycle import ends_at
from panels.meetings.presence import times_in_words
from wording.dates import uk_date


def live_form(opened: OpenItem, table: Table, *, rows: int = ROWS) -> LiveForm:
    """The form of this case: filled with what stands, or with what was posted."""
    panel, record, present = table.panel, record_of(opened.item), table.room.present
    chairs = chair_options(table.chairs)
    standing = _with_defaults(opened, typed_of(record))
    form = wordless_rows(live_form_class(rows), panel.key)(
        **filled_with(standing), version=record.version if record else 0, rows=rows
    )
    offer(
        form,
        panel,
        offers=table.offers,
        agencies=agency_options(present),
        chairs=chairs,
        dissent=(record.dissent or []) if record else [],
    )
    _keep_standing_chair(form, record)
    if not form.acted_by.data and table.acting_id and request.method == "GET":
        form.acted_by.data = str(table.acting_id)
    return form


def _keep_standing_chair(form: LiveForm, record: ItemRecord | None) -> None:
    """Who chaired stays on the record although they went out since."""
    if record is None or record.acted_by_id is None:
        return
    if str(record.acted_by_id) not in {option.value for option in form.acted_by.choices}:
        name = db.session.get_one(Account, record.acted_by_id).name
        form.acted_by.choices = [*form.acted_by.choices, Option(str(record.acted_by_id), f"{name}, as recorded")]


def live_page(
    actor: Actor, opened: OpenItem, table: Table, form: LiveForm, status: int = 200, *, focus: str = ""
) -> ResponseReturnValue:
    """The page, with its facts opened behind their doors."""
    panel, record, room = table.panel, record_of(opened.item), table.room
    account = db.session.get_one(Account, actor.account_id)
    is_open = opened.meeting.state == OPEN
    page = render_template(
        "panels/decisions/live.html",
        opened=opened,
        panel=panel,
        form=form,
        focus=focus,
        record=record,
        lines=record_lines(panel, record),
        facts=live_facts(actor, opened),
        room=room,
        missing=missing_for(opened.meeting, opened.item, room, table.acting_id) if is_open else (),
        binds=panel.meeting.quorum_binds,
        times=times_in_words,
        steps=planned(panel.meeting.steps, opened.item.started_at),
        hears_person=hears_the_person(panel.meeting),
        visiting=visit_now(opened.meeting),
        visits=[visit_words(visit) for visit in visits_of(opened.item)],
        keys=keys_of(panel, table.offers),
        offers=table.offers,
        keys_on=account.shortcuts_on,
        clock=clock_of(opened),
        states=WORDS,
        bands={band.value: band.label for band in bands_of(panel)},
        officers=officer_names([option.value for option in form.dissent_agency.choices]),
        conflict=conflict_form(opened, posted=False),
        due_on=default_due(opened.meeting),
        may_write=takes_words(opened.meeting, opened.item),
        asks_for_votes=asks_for_votes(panel.meeting),
        says_more=says_more(panel.meeting),
        has_put_off=any(puts_off(panel, offer.option.key) for offer in table.offers),
        arrived=request.args.get("called") == "yes",
    )
    return page, status


def clock_of(opened: OpenItem) -> dict[str, Any]:
    """How the case and the meeting stand against the plan."""
    at, item = now(), opened.item
    slots = [Slot(place.item.minutes, place.item.state, place.item.started_at) for place in opened.order]
    return {
        "at": at,
        "used": minutes_used(item.started_at, at),
        "planned": item.minutes,
        "started_at": item.started_at,
        "forecast": forecast(slots, at=at, planned_end=ends_at(opened.meeting)),
    }


def keys_of(panel: PanelType, offers: Iterable[Offer]) -> Keys:
    """The single-key shortcuts of this panel: a decision that is not offered has no key."""
    return keys_for(
        [(offer.option.key, offer.option.key_number) for offer in offers],
        [(band.value, band.label) for band in bands_of(panel)],
        [action.letter for action in panel.stock_actions],
    )


def conflict_form(opened: OpenItem, *, posted: bool) -> ConflictForm:
    """The form to say that somebody has a conflict of interest in this case."""
    form = ConflictForm() if posted else ConflictForm(formdata=None)
    lines = sorted(opened.meeting.attendances, key=lambda line: line.account.name)
    form.account.choices = [
        Option(str(line.account_id), f"{line.account.name}, {line.agency.short_name}") for line in lines
    ]
    return form


def point_out(form: Any, lacks: Iterable[Lack]) -> None:
    """Put each message at its field, or above the form when it has none there."""
    for lack in lacks:
        if lack.field in form:
            form[lack.field].errors = [*form[lack.field].errors, lack.message]
        else:
            form.form_errors.append(lack.message)


def record_lines(panel: PanelType, record: ItemRecord | None) -> list[tuple[str, str]]:
    """What is recorded, in words, for a page that cannot be changed any more."""
    if record is None:
        return []
    return [(label, words) for label, words in words_of(panel, typed_of(record)).values() if words]


def words_of(panel: PanelType, typed: Typed) -> dict[str, tuple[str, str]]:
    """Each part of a record under its label, in words."""
    titles = {option.key: option.title for option in panel.decisions}
    closures = {reason.value: reason.label for reason in panel.closure_reasons}
    bands = {band.value: band.label for band in bands_of(panel)}
    chair = db.session.get(Account, typed.acted_by_id) if typed.acted_by_id else None
    return {
        "option": ("Decision", titles.get(typed.option or "", "")),
        "reason": ("Reason", typed.reason),
        "closure_reason": ("Why the case closes", closures.get(typed.closure_reason or "", "")),
        "band": ("Risk", bands.get(typed.band or "", "")),
        "review_on": ("Next review", uk_date(typed.review_on)),
        "rule": ("How it was decided", way_words(way_of(panel.meeting, typed.rule), None, None)),
        "votes_for": ("Votes for", _number(typed.votes_for)),
        "votes_against": ("Votes against", _number(typed.votes_against)),
        "told": ("Told", {option.value: option.label for option in VICTIM_TOLD}.get(typed.told, "")),
        "telling": ("What the person affected is told", typed.telling),
        "acted_by_id": ("Chaired by", chair.name if chair else ""),
    }


def _number(votes: int | None) -> str:
    return "" if votes is None else str(votes)


def _with_defaults(opened: OpenItem, typed: Typed) -> Typed:
    return replace(typed, band=typed.band or opened.case.band)
