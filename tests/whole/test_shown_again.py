"""A form that is sent back shows what was opened for it, though nothing that it asked for is stored."""

import sqlalchemy as sa

from auth.access_log.models import AccessedObject, AccessEntry
from extensions import db
from tests.cases.made import case_on_record, entries


def cases_shown_again(app):
    """The cases of pages that were shown again, by the log."""
    with app.app_context():
        about = sa.join(AccessEntry, AccessedObject, AccessedObject.entry_number == AccessEntry.number)
        wanted = sa.select(AccessedObject.object_id).select_from(about).where(AccessEntry.event == "form.again")
        return list(db.session.scalars(wanted.order_by(AccessEntry.number)))


def token_of(browser):
    """The form token of this session, which every page of it has."""
    return dict(browser.get("/home").fields())["csrf_token"]


def test_a_case_would_be_read_without_an_entry_by_sending_a_form_that_is_not_right(app, browser_for):
    made, cora = case_on_record(app), browser_for("cora")
    token = token_of(cora)
    page = cora.post(f"/cases/{made.reference}/notes", {"csrf_token": token, "text": ""})
    assert (page.status, "Thistledown" in page.text) == (422, True)
    assert cases_shown_again(app) == [made.id]
    assert entries(app, "case.noted") == entries(app, "case.note") == []


def test_the_log_would_say_that_somebody_was_shown_a_page_that_was_refused(app, browser_for):
    made, cora = case_on_record(app), browser_for("cora")
    token = token_of(cora)
    gone = f"/cases/{made.reference}/notes/00000000-0000-4000-8000-000000000001/correction"
    page = cora.post(gone, {"csrf_token": token, "text": ""})
    assert (page.status, "Thistledown" in page.text) == (404, False)
    assert (cases_shown_again(app), entries(app, "case.noted")) == ([], [])
