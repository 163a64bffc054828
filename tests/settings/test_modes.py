"""Modes: a panel that is not run does not exist for anybody; one without narrative takes no words about people."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from auth.doors import NotAllowed
from auth.policy import may
from auth.roles import Actor
from casework.actions.access import actions_on_page, my_actions
from casework.actions.jobs import tell_of_late_actions
from casework.cases.access import case_for
from casework.cases.jobs import let_reviews_fall_due
from casework.cases.models import Case, Note
from casework.cases.notes import add_note, correct_note
from casework.documents.service import add_document
from casework.enquiries.access import enquiry_for, my_enquiries
from casework.enquiries.models import Enquiry
from casework.enquiries.rules import Known
from casework.enquiries.service import Answer, answer
from casework.errors import Refused
from casework.notifications.models import OutgoingMessage
from casework.panel_settings.models import ModeRecord
from casework.panel_settings.service import choose_mode, history, mode_record, set_number
from casework.panel_type.questions import Sensitivity
from casework.panel_type.registry import panel_types
from casework.referrals.answers import form_of
from casework.referrals.drafts import start_referral
from demo.story import load_story
from extensions import db, unit_of_work
from tests.cases.made import acting, actor_named, case_of, case_on_record
from tests.conftest import PANEL
from tests.enquiries.test_enquiries import KNOWN, asked
from tests.meetings.building import the_day
from tests.settings.modes import ASSESSED, BRIEF, PROOF, WHY, modes, run_in
from wording.dates import today

pytestmark = pytest.mark.usefixtures("modes")
__all__ = ["modes", "the_day"]
INSTEAD = "Nothing is written about people here. Write it in the national tracker"


def switch(app: Any, mode: str) -> None:
    with acting(app, "oak") as oak:
        run_in(oak, mode)


class TestChoosing:
    def test_the_first_mode_is_in_force_until_one_is_chosen(self, actor: Any) -> None:
        assert panel_types.get(PANEL).in_mode.key == "usual"
        run_in(actor("alder"), "brief")
        assert panel_types.get(PANEL).in_mode is BRIEF
        [row] = history(PANEL)
        assert (row.value, row.why, row.record) == ("brief", WHY, None)

    def test_a_mode_that_needs_a_record_would_be_chosen_without_one(self, actor: Any) -> None:
        chair = actor("alder")
        bare = replace(PROOF, reference=" ")
        for proof in (None, bare, replace(PROOF, signed_by="")):
            with pytest.raises(Refused, match="Record first: a signed data protection assessment"):
                run_in(chair, "assessed", proof=proof)
        assert panel_types.get(PANEL).in_mode.key == "usual"

    def test_a_record_must_be_signed_and_still_be_good(self, actor: Any) -> None:
        chair, tomorrow = actor("alder"), today() + timedelta(days=1)
        with pytest.raises(Refused) as unsigned:
            run_in(chair, "assessed", proof=replace(PROOF, signed_on=tomorrow))
        with pytest.raises(Refused) as stale:
            run_in(chair, "assessed", proof=replace(PROOF, review_on=tomorrow), from_on=tomorrow)
        assert (unsigned.value.field, stale.value.field) == ("signed_on", "review_on")

    def test_the_record_is_kept_with_the_setting(self, actor: Any) -> None:
        run_in(actor("alder"), "assessed", proof=PROOF)
        assert panel_types.get(PANEL).in_mode is ASSESSED
        kept = mode_record(PANEL, today())
        assert kept is not None
        assert (kept.reference, kept.signed_by, kept.signed_on, kept.review_on) == (
            "DPIA 2026/14",
            "Information governance lead",
            date(2026, 3, 2),
            date(2099, 3, 2),
        )
        run_in(actor("alder"), "usual")
        assert mode_record(PANEL, today()) is None
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ModeRecord)) == 1

    def test_a_mode_in_which_the_panel_would_be_unsound_is_refused(
        self, actor: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        panel = panel_types.declared(PANEL)
        first = replace(panel.decisions[0], prepared_reasons=())
        monkeypatch.setitem(panel_types._panels, PANEL, replace(panel, decisions=(first, *panel.decisions[1:])))
        with pytest.raises(Refused, match="then decision adopt has no prepared reason"):
            run_in(actor("alder"), "brief")

    def test_an_unknown_mode_is_unknown(self, actor: Any) -> None:
        with pytest.raises(KeyError):
            choose_mode(actor=actor("alder"), panel=PANEL, mode="gone", from_on=today(), why=WHY)

    def test_numbers_and_mode_stand_side_by_side(self, actor: Any) -> None:
        chair = actor("alder")
        set_number(actor=chair, panel=PANEL, name="repeat_months", value=6, from_on=today(), why=WHY)
        run_in(chair, "brief")
        assert (panel_types.get(PANEL).repeat_months, panel_types.get(PANEL).mode) == (6, "brief")


class TestNotRun:
    def test_nobody_has_a_role_there_and_the_rows_are_kept(self, app: Any) -> None:
        made = case_on_record(app, listed=True)
        switch(app, "off")
        with app.test_request_context():
            for key in ("alder", "cora", "larch", "rowan", "fern"):
                found: Actor = actor_named(key)
                assert PANEL not in found.panels(), key
                assert found.closed_panels == {PANEL}
                assert not may(found, "referral.start", PANEL)
                with pytest.raises(NotAllowed):
                    case_for(found, made.reference)
            assert db.session.scalar(sa.select(Case.reference)) == made.reference
        switch(app, "usual")
        with app.test_request_context():
            assert case_for(actor_named("alder"), made.reference).case.reference == made.reference

    def test_what_people_own_there_is_out_of_reach_too(self, work: None, actor: Any) -> None:
        enquiry = asked()
        rowan, oak = actor("rowan"), actor("oak")
        assert [row.id for row in my_enquiries(rowan)] == [enquiry.id]
        assert actions_on_page(rowan, my_actions(rowan))
        run_in(oak, "off")
        rowan = actor("rowan")
        assert my_enquiries(rowan) == []
        assert actions_on_page(rowan, my_actions(rowan)) == []
        with pytest.raises(NotAllowed):
            enquiry_for(rowan, enquiry.id)

    def test_its_pages_are_those_of_what_does_not_exist(self, app: Any, browser_for: Any) -> None:
        made = case_on_record(app, listed=True)
        switch(app, "off")
        cora, fern = browser_for("cora"), browser_for("fern")
        assert cora.get(f"/cases/{made.reference}").status == 404
        for path in ("/home", "/cases", "/triage", "/meetings", "/meetings/new", "/refer"):
            page = cora.get(path)
            assert made.reference not in page.text, path
            assert panel_types.declared(PANEL).name not in page.words(), path
        assert panel_types.declared(PANEL).name not in fern.get("/refer").words()

    @pytest.mark.long
    def test_nobody_hears_of_it(self, app: Any) -> None:
        with app.app_context():
            load_story(PANEL)
        with acting(app, "oak"):
            db.session.execute(sa.update(Case).values(next_review_on=date(2026, 1, 1)))
            db.session.execute(sa.delete(OutgoingMessage))
        switch(app, "off")
        with app.app_context():
            assert tell_of_late_actions().startswith("Late actions: 0 owners reminded, 0")
            assert let_reviews_fall_due() == "Reviews: 0 fell due."
            assert db.session.scalar(sa.select(sa.func.count()).select_from(OutgoingMessage)) == 0


@pytest.mark.usefixtures("work")
class TestWithoutNarrative:
    @pytest.fixture
    def cora(self, actor: Any) -> Actor:
        run_in(actor("alder"), "brief")
        found: Actor = actor("cora")
        return found

    def test_no_question_of_the_narrative_class_is_asked(self, cora: Actor) -> None:
        referral = start_referral(actor=cora, panel=PANEL)
        asked_now = {q.sensitivity for section in form_of(referral).sections for q in section.questions}
        assert Sensitivity.N not in asked_now
        assert Sensitivity.N in {
            q.sensitivity for section in panel_types.declared(PANEL).referral_form.sections for q in section.questions
        }

    def test_a_note_or_its_correction_would_be_taken(self, cora: Actor, actor: Any) -> None:
        case = case_of(cora)
        run_in(actor("alder"), "usual")
        note = add_note(actor=cora, case=case, nature="fact", text="He came again")
        run_in(actor("alder"), "brief")
        with pytest.raises(Refused, match=INSTEAD) as refused:
            add_note(actor=cora, case=case, nature="fact", text="He came again")
        assert refused.value.field == "text"
        with pytest.raises(Refused, match=INSTEAD):
            correct_note(actor=cora, case=case, note=note, nature="fact", handling="panel", text="She came")
        assert db.session.scalars(sa.select(Note.replaced_at)).all() == [None]

    def test_a_document_would_be_taken(self, cora: Actor) -> None:
        with pytest.raises(Refused, match=INSTEAD):
            add_document(actor=cora, case=case_of(cora), name="letter.txt", content=b"He came again\n")

    def test_an_agency_says_only_whether_it_knows_them(self, actor: Any) -> None:
        enquiry, rowan = asked(), actor("rowan")
        run_in(actor("alder"), "brief")
        with pytest.raises(Refused, match=INSTEAD):
            answer(actor=rowan, enquiry=enquiry, version=1, given=KNOWN)
        with pytest.raises(Refused, match=INSTEAD):
            answer(actor=rowan, enquiry=enquiry, version=1, given=Answer(Known.CANNOT_SHARE, {"reason": "Police work"}))
        answer(actor=rowan, enquiry=enquiry, version=1, given=Answer(Known.KNOWN, {}))
        assert enquiry.known == "known"


def test_pages_say_where_to_write_instead(app: Any, browser_for: Any) -> None:
    made = case_on_record(app, listed=True)
    with app.test_request_context(), unit_of_work():
        enquiry = asked().id
        later = sa.update(Enquiry).values(due_on=today() + timedelta(days=5))
        db.session.execute(later)
    switch(app, "brief")
    cora, rowan = browser_for("cora"), browser_for("rowan")
    overview = cora.get(f"/cases/{made.reference}").words()
    assert "Add a note" not in overview
    assert "Add a document" not in overview
    for path in ("notes", "documents/new"):
        page = cora.get(f"/cases/{made.reference}/{path}")
        assert INSTEAD in page.words(), path
        assert not page.tree.findall(".//textarea"), path
    assert "We cannot share this" not in rowan.get("/questions").words()
    page = rowan.get(f"/questions/{enquiry}/cannot-share")
    assert page.path == f"/questions/{enquiry}"
    assert INSTEAD in page.words()
    page = rowan.submit()
    assert "answer is saved" in page.words()
