"""Notes and conflicts of interest, as people write them on the pages."""

import pytest

from casework.cases.access import case_for
from casework.cases.service import add_note
from tests.auth.clock import frozen
from tests.cases.made import acting, actor_named, case_on_record
from tests.cases.paths import TABS, made_path, note

# Notes


def test_a_note_loses_its_agency_or_nature(app, browser_for):
    made = case_on_record(app, listed=True)
    page = note(browser_for("rowan"), made)
    assert page.path == f"/cases/{made.reference}/timeline"
    assert "Allegation, from Lanternfish Homes Two men at the door" in page.words()
    assert "by Rowan Castellane" in page.words()


def test_a_half_filled_note_loses_what_was_typed(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    browser.get(f"/cases/{made.reference}/notes")
    page = browser.submit({"text": "<script>alert(1)</script> half a note"})
    assert page.status == 422
    assert "Select whether this is a fact, an allegation or an opinion" in page.words()
    assert "half a note" in page.text
    assert "<script>alert" not in page.text


def test_a_note_sent_fifty_times_stands_fifty_times(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    page = browser.get(f"/cases/{made.reference}/notes")
    fields = [*page.fields(), ("text", "Only once"), ("nature", "fact")]
    fields = [(name, value) for name, value in fields if (name, value) != ("text", "")]
    for _ in range(5):
        browser.post(f"/cases/{made.reference}/notes", fields)
    assert browser.get(f"/cases/{made.reference}/timeline").words().count("Only once") == 1


def test_of_two_corrections_one_is_lost(app, browser_for):
    """AC 42."""
    made = case_on_record(app)
    cora, alder = browser_for("cora"), browser_for("alder")
    note(cora, made)
    path = next(link for link in cora.page.links() if link.endswith("/correction"))
    cora.get(path)
    alder.get(path)
    cora.submit({"text": "Three men at the door"})
    both = alder.submit({"text": "Two men and a woman"})
    assert both.status == 409
    assert "Three men at the door" in both.words()
    assert "Two men and a woman" in both.words()
    kept = alder.submit(form="choice", button=("choice", "mine"))
    assert kept.path == f"/cases/{made.reference}/timeline"
    assert "Two men and a woman" in kept.words()
    assert "Three men at the door" in kept.words()
    history = alder.get(f"/cases/{made.reference}/history").words()
    assert "Two men at the door" in history
    assert "Three men at the door" in history


def test_using_the_other_persons_correction_adds_a_note(app, browser_for):
    made = case_on_record(app)
    cora, alder = browser_for("cora"), browser_for("alder")
    note(cora, made)
    path = next(link for link in cora.page.links() if link.endswith("/correction"))
    cora.get(path)
    alder.get(path)
    cora.submit({"text": "Three men at the door"})
    alder.submit({"text": "Two men and a woman"})
    page = alder.submit(form="choice", button=("choice", "theirs"))
    assert "Two men and a woman" not in page.words()


def test_another_agencys_note_is_corrected_by_a_member(app, browser_for):
    made = case_on_record(app, listed=True)
    note(browser_for("larch"), made)
    rowan = browser_for("rowan")
    page = rowan.get(f"/cases/{made.reference}/timeline")
    assert not [link for link in page.links() if link.endswith("/correction")]
    with acting(app, "larch") as larch:
        case = case_for(larch, made.reference).case
        note_id = add_note(actor=larch, case=case, nature="fact", text="Ours").id
    assert rowan.get(f"/cases/{made.reference}/notes/{note_id}/correction").status == 404


def test_a_member_sees_a_trace_of_a_note_for_the_chair(app, browser_for):
    with frozen():  # each page says until when one is signed in
        made = case_on_record(app, listed=True)
        cora, rowan = browser_for("cora"), browser_for("rowan")
        before = [rowan.get(made_path(made, tab)).words() for tab in TABS]
        note(cora, made, text="An informant said so", handling="chair_only")
        assert "An informant said so" in cora.page.words()
        assert [rowan.get(made_path(made, tab)).words() for tab in TABS] == before


# Conflicts of interest


def test_declaring_a_conflict_tells_whether_a_case_exists(app, browser_for):
    made = case_on_record(app, listed=True)
    answers = []
    rowan = browser_for("rowan")  # of one session: each page says to the minute when it ends
    for reference in (made.reference, "QQ-A-9999", "nonsense"):
        rowan.get("/conflicts")
        page = rowan.submit({"reference": reference, "connection": "neighbour"})
        answers.append((page.status, page.words()))
    assert len(set(answers)) == 1
    assert browser_for("rowan").get(f"/cases/{made.reference}").status == 404


@pytest.mark.long
def test_a_conflict_would_be_lifted_by_one_person_or_by_two_of_one_agency(app, browser_for):
    """AC 06: the chair lets a friend back in."""
    made = case_on_record(app, listed=True)
    alder, birch, cora, larch = (browser_for(name) for name in ("alder", "birch", "cora", "larch"))
    cora.get(f"/cases/{made.reference}/conflicts")
    with app.app_context():
        account_id = str(actor_named("rowan").account_id)
    cora.submit({"account_id": account_id, "connection": "work"})
    assert "Rowan Castellane" in cora.page.words()
    ask = next(link for link in cora.page.links() if link.endswith("/lifting"))
    rowan = browser_for("rowan")
    assert rowan.get(f"/cases/{made.reference}").status == 404
    assert rowan.get(ask).status == 404
    assert larch.get(ask).status == 404
    alder.get(ask)
    assert "Enter why it should be lifted" in alder.submit({"reason": " "}).words()
    alder.submit({"reason": "She moved to another patch in June."})
    assert rowan.get(f"/cases/{made.reference}").status == 404
    assert "Somebody has asked for this already" in [cora.get(ask), cora.submit({"reason": "She moved."})][1].words()
    history = f"/cases/{made.reference}/history"
    for colleague in (alder, cora):
        assert "She moved to another patch" in colleague.get(history).words()
        assert "Agree, and lift it" not in colleague.page.words()
    forms = [form.get("action") for form in birch.get(history).forms()]
    agree = next(action for action in forms if action.endswith("/agreement"))
    decline = next(action for action in forms if action.endswith("/refusal"))
    assert "second person of another agency" in alder.post(agree, [("csrf_token", csrf(alder))]).words()
    assert cora.post(agree, [("csrf_token", csrf(cora))]).status == 200
    assert rowan.post(agree, [("csrf_token", csrf(rowan))]).status == 404
    assert rowan.get(f"/cases/{made.reference}").status == 404
    assert "The conflict stands" in birch.post(decline, [("csrf_token", csrf(birch))]).words()
    assert birch.post(agree, [("csrf_token", csrf(birch))]).status == 404
    alder.get(ask)
    alder.submit({"reason": "She moved to another patch in June."})
    # A member of another agency, to whom the case is open, may be the second person too.
    forms = [form.get("action") for form in larch.get(history).forms()]
    agree = next(action for action in forms if action.endswith("/agreement"))
    assert "The conflict is lifted" in larch.post(agree, [("csrf_token", csrf(larch))]).words()
    assert rowan.get(f"/cases/{made.reference}").status == 200


def csrf(browser):
    page = browser.get("/cases/search")
    return next(value for name, value in page.fields() if name == "csrf_token")
