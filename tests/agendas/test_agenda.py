"""Building the running order through the services and the pages."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from auth.doors import NotAllowed
from auth.roles import Role
from casework.cases.service import declare_conflict
from casework.errors import Refused, Stale
from extensions import db
from panels.agendas import service
from panels.agendas.access import items_of, running_order
from panels.agendas.service import (
    add_to_agenda,
    fit_to_time,
    move_item,
    ready_cases,
    remove_item,
    set_minutes,
    set_needed,
    suggest_order,
)
from panels.meetings.cycle import rules_of
from tests.auth.covering import covering
from tests.meetings.building import MONDAY, ORDINARY, acting, agency, make_case, make_meeting, prepare


@pytest.mark.usefixtures("work")
class TestServices:
    def test_a_ready_case_is_added_once_and_then_no_longer_ready(self) -> None:
        cora = acting("cora")
        meeting, case = make_meeting(cora), make_case(cora)
        assert [(found.reference, how.ready) for found, how in ready_cases(cora, meeting)] == [(case.reference, True)]
        item = add_to_agenda(actor=cora, meeting=meeting, case_id=case.id)
        assert add_to_agenda(actor=cora, meeting=meeting, case_id=case.id) is item
        assert (item.position, item.minutes, item.kind) == (1, 15, "new")
        assert ready_cases(cora, meeting) == []

    def test_where_a_meeting_hears_one_case_a_second_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        cora = acting("cora")
        meeting, first, second = make_meeting(cora), make_case(cora), make_case(cora)
        monkeypatch.setattr(service, "rules_of", lambda _meeting: replace(rules_of(meeting), one_case=True))
        item = add_to_agenda(actor=cora, meeting=meeting, case_id=first.id)
        assert add_to_agenda(actor=cora, meeting=meeting, case_id=first.id) is item
        with pytest.raises(Refused, match="one case at a meeting"):
            add_to_agenda(actor=cora, meeting=meeting, case_id=second.id)

    def test_a_case_on_one_agenda_cannot_be_put_on_another(self) -> None:
        cora = acting("cora")
        first, second, case = (
            make_meeting(cora),
            make_meeting(cora, starts_at=ORDINARY + timedelta(35)),
            make_case(cora),
        )
        add_to_agenda(actor=cora, meeting=first, case_id=case.id)
        assert ready_cases(cora, second) == []
        with pytest.raises(Refused, match="9 December 2026"):
            add_to_agenda(actor=cora, meeting=second, case_id=case.id)

    def test_a_case_that_was_not_reached_is_ready_again_and_keeps_where_it_came_from(self) -> None:
        cora = acting("cora")
        first, second, case = (
            make_meeting(cora),
            make_meeting(cora, starts_at=ORDINARY + timedelta(35)),
            make_case(cora),
        )
        item = add_to_agenda(actor=cora, meeting=first, case_id=case.id)
        item.state, case.state = "not_reached", "listed"
        carried = add_to_agenda(actor=cora, meeting=second, case_id=case.id, carried_from=item)
        assert carried.carried_from_id == item.id
        assert not carried.late

    def test_after_the_cut_off_a_new_case_needs_the_chair(self) -> None:
        cora = acting("cora")
        meeting, case, urgent = make_meeting(cora), make_case(cora), make_case(cora, "Urgently", urgent=True)
        with time_machine.travel(MONDAY + timedelta(days=3)):  # the cut-off was the day before
            with pytest.raises(Refused, match="chair must agree"):
                add_to_agenda(actor=cora, meeting=meeting, case_id=case.id)
            assert not add_to_agenda(actor=cora, meeting=meeting, case_id=urgent.id).late
            as_cover = covering(cora, acting("alder").account_id, Role.CHAIR)
            with pytest.raises(Refused, match="chair must agree"):
                add_to_agenda(actor=as_cover, meeting=meeting, case_id=case.id)
            assert add_to_agenda(actor=acting("alder"), meeting=meeting, case_id=case.id).late

    def test_the_coordinator_may_say_that_the_chair_agreed(self) -> None:
        cora = acting("cora")
        meeting, case = make_meeting(cora), make_case(cora)
        with time_machine.travel(MONDAY + timedelta(days=3)):
            assert add_to_agenda(actor=cora, meeting=meeting, case_id=case.id, chair_agreed=True).late

    def test_moving_trimming_and_suggesting_keep_every_case(self) -> None:
        cora = acting("cora")
        meeting = make_meeting(cora, minutes_long=60)
        cases = [make_case(cora, f"Name{n}", children_involved=n == 3) for n in range(4)]
        items = [add_to_agenda(actor=cora, meeting=meeting, case_id=case.id) for case in cases]
        version = meeting.version
        assert move_item(actor=cora, meeting=meeting, version=version, item_id=items[2].id, place=1) == 1
        assert [item.position for item in items] == [2, 3, 1, 4]
        suggest_order(actor=cora, meeting=meeting, version=meeting.version)
        assert items_of(meeting)[0] is items[3]
        trim = fit_to_time(actor=cora, meeting=meeting)
        assert (trim.saved, trim.over) == (15, 0)
        assert [item.minutes for item in items] == [15] * 4, "a proposal must not change anything"
        minutes = {slot.item_id: slot.minutes for slot in trim.slots}
        set_minutes(actor=cora, meeting=meeting, version=meeting.version, minutes=minutes)
        assert sum(item.minutes for item in items) == 45

    def test_a_stale_order_changes_nothing(self) -> None:
        cora = acting("cora")
        meeting = make_meeting(cora)
        items = [add_to_agenda(actor=cora, meeting=meeting, case_id=make_case(cora, f"N{n}").id) for n in range(2)]
        old = meeting.version
        move_item(actor=cora, meeting=meeting, version=old, item_id=items[1].id, place=1)
        for change in (
            lambda: move_item(actor=cora, meeting=meeting, version=old, item_id=items[1].id, place=2),
            lambda: set_minutes(actor=cora, meeting=meeting, version=old, minutes={items[0].id: 3}),
            lambda: suggest_order(actor=cora, meeting=meeting, version=old),
            lambda: remove_item(actor=cora, meeting=meeting, version=old, item_id=items[0].id, reason="x"),
            lambda: set_needed(actor=cora, meeting=meeting, version=old, item_id=items[0].id, agency_ids=[]),
        ):
            with pytest.raises(Stale):
                change()
        assert items_of(meeting) == [items[1], items[0]]

    def test_needed_agencies_are_named_and_an_unknown_one_is_refused(self) -> None:
        cora = acting("cora")
        meeting, case = make_meeting(cora), make_case(cora)
        item = add_to_agenda(actor=cora, meeting=meeting, case_id=case.id)
        wanted = [agency("Police").id, agency("Lanternfish").id]
        set_needed(actor=cora, meeting=meeting, version=meeting.version, item_id=item.id, agency_ids=wanted)
        db.session.flush()
        assert {need.agency_id for need in item.needed} == set(wanted)
        with pytest.raises(Refused):
            set_needed(actor=cora, meeting=meeting, version=meeting.version, item_id=item.id, agency_ids=[meeting.id])

    def test_an_excluded_coordinator_neither_sees_nor_adds_the_case(self) -> None:
        alder, cora = acting("alder"), acting("cora")
        meeting, case, other = make_meeting(cora), make_case(cora), make_case(cora, "Other")
        declare_conflict(actor=alder, case_id=case.id, account_id=cora.account_id, connection="neighbour")
        assert [found.reference for found, _ in ready_cases(cora, meeting)] == [other.reference]
        with pytest.raises(NotAllowed):
            add_to_agenda(actor=cora, meeting=meeting, case_id=case.id)
        add_to_agenda(actor=alder, meeting=meeting, case_id=case.id)
        assert [line.case for line in running_order(cora, meeting)] == [None]


class TestPages:
    def test_the_builder_works_by_buttons_alone_and_comes_back_to_the_row(self, app: Any, browser_for: Any) -> None:
        ready = prepare(app, 3)
        cora = browser_for("cora")
        page = cora.get(f"{ready.path}/agenda")
        assert "Planned 60 of 150 minutes" in page.words()
        ups = [b.get("formaction") for b in page.tree.iter("button") if (b.get("formaction") or "").endswith("/up")]
        assert len(ups) == 2, "the first case has no way up"
        fields = page.fields("place")
        answer = cora.http.post(ups[-1], data=dict(fields))
        assert answer.status_code == 303
        assert answer.headers["Location"].split("#")[1] == "item-" + ups[-1].split("/")[-2]
        page = cora.get(f"{ready.path}/agenda")
        assert f"{ready.references[2]} is now case 2 of 3" in page.words()
        stale = cora.post(ups[-1], [(n, v) for n, v in fields if n != "once"] + [("once", str(ready.meeting_id))])
        assert stale.status == 409
        assert "nothing was done" in stale.words()

    @pytest.mark.parametrize(("box", "goes_to"), [("minutes", "/minutes"), ("place", "/place")])
    def test_enter_in_a_box_moves_the_case_up(self, app: Any, browser_for: Any, box: str, goes_to: str) -> None:
        page = browser_for("cora").get(f"{prepare(app, 2).path}/agenda")
        forms = [form for form in page.forms() if form.find(f".//input[@name='{box}']") is not None]
        assert len(forms) == 2
        for form in forms:
            pressed = form.find(".//button")
            assert (pressed.get("formaction") or form.get("action")).endswith(goes_to)

    def test_ready_cases_are_ticked_and_added(self, app: Any, browser_for: Any) -> None:
        ready = prepare(app, 0)
        with app.test_request_context():
            from extensions import unit_of_work

            with unit_of_work():
                case = make_case(acting("cora"), "Brackenfold", hidden=True)
                case_id, reference = str(case.id), case.reference
        cora = browser_for("cora")
        page = cora.get(f"{ready.path}/agenda")
        assert reference in page.words()
        page = cora.submit({}, form="cases")
        assert page.status == 422
        assert "Select at least one case" in page.words()
        page = cora.submit({"cases": case_id}, form="cases")
        assert page.status == 200
        assert "Running order (1)" in page.words()
        assert "Ready, not on the agenda (0)" in page.words()

    @pytest.mark.long
    def test_fitting_shows_first_then_trims_and_can_be_undone(self, app: Any, browser_for: Any) -> None:
        ready = prepare(app, 10)
        cora = browser_for("cora")
        page = cora.get(f"{ready.path}/agenda/fit")
        assert "This would trim 15 minutes" in page.words()
        assert "Over by 15 minutes" in cora.get(f"{ready.path}/agenda").words()
        cora.get(f"{ready.path}/agenda/fit")
        page = cora.submit()
        assert "Spare 0 minutes" in page.words()
        page = cora.submit({}, form="was")
        assert "Over by 15 minutes" in page.words()

    def test_an_excluded_chair_finds_the_case_gone_from_agenda_and_item_pages(self, app: Any, browser_for: Any) -> None:
        ready = prepare(app, 2)
        with app.test_request_context():
            from extensions import unit_of_work

            with unit_of_work():
                cora, alder = acting("cora"), acting("alder")
                declare_conflict(
                    actor=cora, case_id=ready.case_ids[0], account_id=alder.account_id, connection="family"
                )
        page = browser_for("cora").get(f"{ready.path}/agenda")
        assert "Alder Whitcombe declared one" in page.words()
        item = next(link for link in page.links() if "/agenda/items/" in link)
        chair = browser_for("alder")
        page = chair.get(f"{ready.path}/agenda")
        assert ready.references[0] not in page.text
        assert ready.references[1] in page.text
        assert "Alder Whitcombe declared" not in page.words()
        assert chair.get(item).status == 404

    def test_taking_a_case_off_asks_why_only_once_it_was_listed(self, app: Any, browser_for: Any) -> None:
        ready = prepare(app, 1)
        cora = browser_for("cora")
        page = cora.get(f"{ready.path}/agenda")
        cora.get(next(link for link in page.links() if "/agenda/items/" in link))
        page = cora.submit({}, form="reason")
        assert f"{ready.references[0]} is off the agenda" in page.words()
        assert "Running order (0)" in page.words()
