"""Risk, review, closing, safe contact, warnings and roles, as people change them on the pages."""

from datetime import UTC, date, datetime, timedelta

from casework.cases.models import Case
from extensions import db
from panels.definitions.asb_marac import PANEL as DEFINITION
from tests.cases.made import case_on_record
from tests.cases.paths import answer_all

# Risk, review, closing


def test_an_assessment_does_not_show_in_chart_table_and_identity_bar(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    page = answer_all(browser, made, "review", value=9)
    assert page.path == f"/cases/{made.reference}/risk"
    assert "<svg" in page.text
    assert "See as table" in page.words()
    assert "high from 32" in page.words()
    assert "HIGH" in browser.get(f"/cases/{made.reference}/timeline").words()


def test_an_assessment_without_a_person_or_with_an_unfounded_view_is_kept(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    browser.get(f"/cases/{made.reference}/assessments/new")
    assert browser.submit({"occasion": "review"}).status == 422
    page = browser.submit({"occasion": "review", "person": made.person, "own_band": "high"})
    assert page.status == 422
    assert "Say why your view of the risk differs from the score" in page.words()


def test_a_case_closes_from_the_page_with_gaps_or_cannot_be_closed_at_all(app, browser_for):
    made = case_on_record(app)
    chair = browser_for("alder")
    told = {"reason": "stopped", "victim_told": "to_tell", "victim_told_words": "The housing officer calls on Friday"}
    chair.get(f"/cases/{made.reference}/closure")
    assert "Assess the risk again for the closing" in chair.submit(told).words()
    assert chair.page.status == 422
    assert "The housing officer calls on Friday" in chair.page.text
    answer_all(chair, made, "closure")
    assert chair.page.path == f"/cases/{made.reference}/closure"
    page = chair.submit(told)
    assert page.path == f"/cases/{made.reference}"
    assert "Case closed: The risk is lower and the behaviour has stopped" in page.words()
    with app.app_context():
        case = db.session.get_one(Case, made.id)
        assert (case.state, case.closure_reason) == ("closed", "stopped")
        assert case.retention_due_on > date(2032, 1, 1)


def test_a_review_date_in_the_past_is_taken(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    browser.get(f"/cases/{made.reference}/review")
    past = {"on-day": "1", "on-month": "2", "on-year": "2020"}
    assert browser.submit(past).status == 422
    assert "must be today or in the future" in browser.page.words()
    page = browser.submit({"on-day": "3", "on-month": "january", "on-year": "2099"})
    assert "3 January 2099" in page.words()


def test_a_case_moved_by_hand_keeps_no_reason(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    browser.get(f"/cases/{made.reference}/state")
    assert browser.submit({"verb": "bring_forward"}).status == 422
    page = browser.submit({"verb": "bring_forward", "reason": "Neighbours call daily"})
    assert "Review due" in page.words()
    assert "Neighbours call daily" in page.words()
    browser.get(f"/cases/{made.reference}/state")
    assert browser.post(f"/cases/{made.reference}/state", [*browser.page.fields("csrf_token")]).status in (
        200,
        404,
        422,
    )


# Safe contact, warnings, roles


def test_not_safe_to_contact_stands_on_the_card_and_keeps_every_number_back(app, browser_for):
    made = case_on_record(app)
    page = f"/cases/{made.reference}/people/{made.person}"
    cora = browser_for("cora")
    assert "020 7946 0456" in cora.get(page).words()
    cora.get(f"{page}/safe-contact")
    words = cora.submit({"no_contact": "yes"}).words()
    assert "Not safe to contact. Do not ring, write or visit" in words
    assert "020 7946 0456" not in words
    assert "It is not safe to contact Pemberwick Thistledown" in cora.get(f"/cases/{made.reference}/history").words()
    cora.get(f"{page}/safe-contact")
    assert "020 7946 0456" in cora.submit({"no_contact": "no"}).words()


def test_safe_contact_changed_by_two_people_loses_one_of_them(app, browser_for):
    made = case_on_record(app)
    path = f"/cases/{made.reference}/people/{made.person}/safe-contact"
    cora, alder = browser_for("cora"), browser_for("alder")
    for browser in (cora, alder):
        browser.get(path)
    channels = dict.fromkeys(("call", "message", "text", "email", "letter"), "safe")
    cora.submit({**channels, "letter": "not_safe"})
    assert "Checked" in cora.page.words()
    both = alder.submit({**channels, "say": "about the course"})
    assert both.status == 409
    assert "Letter by post: not safe" in both.words()
    assert "about the course" in both.words()
    page = alder.submit(form="choice", button=("choice", "mine"))
    assert page.path == f"/cases/{made.reference}/people/{made.person}"
    assert "about the course" in page.words()


def test_a_check_of_safe_contact_is_not_dated(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    page = browser.get(f"/cases/{made.reference}/people/{made.person}")
    assert "Never checked" in page.words()
    form = next(form for form in page.forms() if form.get("action").endswith("/check"))
    fields = [("csrf_token", next(i.get("value") for i in form.iter("input") if i.get("name") == "csrf_token"))]
    assert "by Cora Lindqvist" in browser.post(form.get("action"), fields).words()


def test_a_warning_stands_without_incident_or_review_date_and_never_ends(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    path = f"/cases/{made.reference}/people/{made.person}/markers"
    browser.get(path)
    happened = {"happened_on-day": "1", "happened_on-month": "10", "happened_on-year": "2026"}
    page = browser.submit({"kind": "dog", "source": "Police", **happened})
    assert page.status == 422
    assert "Enter the incident that this warning rests on" in page.words()
    page = browser.submit({"incident": "Bitten at the door"})
    assert "Enter a review date after today and within 12 months" in page.words()
    soon = datetime.now(UTC).date() + timedelta(days=90)
    review = {"review_on-day": soon.day, "review_on-month": soon.month, "review_on-year": soon.year}
    browser.submit({name: str(value) for name, value in review.items()})
    words = browser.get(f"/cases/{made.reference}").words()
    assert "STAFF SAFETY: Pemberwick Thistledown: Dangerous dog. Bitten at the door" in words
    page = browser.get(f"/cases/{made.reference}/people/{made.person}")
    form = next(form for form in page.forms() if form.get("action").endswith("/ending"))
    fields = [("csrf_token", next(i.get("value") for i in form.iter("input") if i.get("name") == "csrf_token"))]
    assert "STAFF SAFETY" not in browser.post(form.get("action"), fields).words()


def test_one_person_cannot_hold_two_roles_or_holds_none(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    path = f"/cases/{made.reference}/people/{made.person}/roles"
    browser.get(path)
    assert browser.submit({"roles": []}).status == 422
    browser.get(path)
    page = browser.submit({"roles": ["victim", "alleged_perpetrator"]})
    labels = {role.value: role.label for role in DEFINITION.case_roles}
    assert labels["victim"] in page.words()
    assert labels["alleged_perpetrator"] in page.words()
    assert browser.post(path, [*browser.get(path).fields(), ("roles", "king")]).status == 422
