from datetime import UTC, date, datetime, timedelta

import pytest

from casework.cases.access import case_for
from casework.cases.models import Case
from casework.cases.service import add_note, declare_conflict
from extensions import db
from panels.definitions.asb_marac import PANEL as DEFINITION
from tests.cases.made import STREET, acting, actor_named, case_of, case_on_record, entries, full_answers, person_of

TABS = ("", "/timeline", "/people", "/risk", "/actions", "/documents", "/history")
RUN_PANEL = ("cora", "alder", "birch")


def pages_of(made):
    base = f"/cases/{made.reference}"
    person = f"{base}/people/{made.person}"
    changes = (
        "notes",
        "review",
        "state",
        "reopening",
        "closure",
        "conflicts",
        "assessments/new",
        "actions/new",
        "documents/new",
    )
    steps = ("/address", "/safe-contact", "/markers", "/roles")
    return (
        [base + tab for tab in TABS]
        + [f"{base}/{change}" for change in changes]
        + [person, *(person + s for s in steps)]
    )


# Who sees what


@pytest.mark.parametrize("who", ["cora", "alder", "birch"])
def test_a_page_of_a_case_is_shut_to_those_who_run_the_panel(app, browser_for, who):
    made = case_on_record(app, marker=True)
    browser = browser_for(who)
    for path in pages_of(made):
        if path.endswith("/closure") and who == "cora":
            continue
        page = browser.get(path)
        assert page.status == 200, path
        assert made.reference in page.words()


@pytest.mark.parametrize("who", ["rowan", "fern", "hal", "oak", "yew"])
def test_a_page_of_a_case_opens_to_somebody_who_has_no_part_in_it(app, browser_for, who):
    made = case_on_record(app)
    browser = browser_for(who)
    for path in pages_of(made):
        page = browser.get(path)
        assert page.status == 404, path
        assert "Thistledown" not in page.text
        assert page.words() == browser.get("/cases/QQ-A-9999").words()


def test_a_member_reads_a_case_before_its_pack_is_out_or_changes_it_after(app, browser_for):
    before, after = case_on_record(app), case_on_record(app, listed=True)
    rowan = browser_for("rowan")
    assert rowan.get(f"/cases/{before.reference}").status == 404
    for tab in TABS:
        assert rowan.get(f"/cases/{after.reference}{tab}").status == 200
    for change in ("review", "state", "closure", "conflicts", "assessments/new", "actions/new"):
        assert rowan.get(f"/cases/{after.reference}/{change}").status == 404
    listed = rowan.get("/cases").words()
    assert after.reference in listed
    assert before.reference not in listed
    assert "Showing 1 to 1 of 1 cases" in listed
    assert "on its agenda" in rowan.get(f"/cases/{after.reference}").words()


def test_an_excluded_chair_still_meets_the_case_somewhere(app, browser_for):
    made, _other = case_on_record(app), case_on_record(app)
    chair = browser_for("alder")
    assert chair.get(f"/cases/{made.reference}").status == 200
    with acting(app, "cora") as cora:
        declare_conflict(
            actor=cora, case_id=made.id, account_id=actor_named("alder").account_id, connection="neighbour"
        )
    for path in pages_of(made):
        assert chair.get(path).status == 404, path
    assert "Showing 1 to 1 of 1 cases" in chair.get("/cases").words()
    assert made.reference not in chair.page.words()
    chair.get("/cases/search")
    assert made.reference not in chair.submit({"name": "Pemberwick Thistledown"}).words()
    assert (
        made.reference
        not in chair.submit({"name": "", "reference": made.reference}).words().split("case reference")[-1]
    )


def test_a_look_at_a_tab_leaves_no_entry(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    for tab in TABS:
        browser.get(made_path(made, tab))
    assert len(entries(app, "case.open")) == len(TABS)
    browser_for("rowan").get(made_path(made, ""))
    assert len(entries(app, "case.read", "refused")) == 1


def made_path(made, tab):
    return f"/cases/{made.reference}{tab}"


# Reading order and hidden things


def test_contact_details_come_before_the_card_that_says_whether_to_use_them(app, browser_for):
    made = case_on_record(app, marker=True)
    browser = browser_for("cora")
    words = browser.get(f"/cases/{made.reference}/people/{made.person}").words()
    order = ["QQ-A-", "Thistledown", "STAFF SAFETY", "You can see this because", "Safe contact", "020 7946 0456"]
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert words.count("020 7946 0456") == 1


def test_a_number_is_shown_for_a_way_that_is_not_safe(app, browser_for):
    made = case_on_record(app)
    words = browser_for("cora").get(f"/cases/{made.reference}").words()
    assert "Text ✕ Not safe Do not use the number for this." in words
    assert "E-mail ? Not known Kept back." in words
    assert "pember@example.org" not in words


def test_a_hidden_address_stands_on_a_page_before_it_is_asked_for_with_a_reason(app, browser_for):
    made = case_on_record(app)
    browser = browser_for("cora")
    for path in [*pages_of(made), "/cases", "/cases/search", "/actions"]:
        if path.endswith("/closure"):
            continue  # the chair's page
        page = browser.get(path)
        assert page.status == 200, path
        text = page.text
        assert "Wharfside" not in text, path
        assert "E1 4AB" not in text, path
    address = f"/cases/{made.reference}/people/{made.person}/address"
    browser.get(address)
    refused = browser.submit({"reason": "   "})
    assert (refused.status, "Wharfside" in refused.text) == (422, False)
    assert entries(app, "address.reveal") == []
    shown = browser.submit({"reason": "Fitting a key safe there on Friday"})
    assert STREET in shown.words()
    assert shown.response.headers["Cache-Control"] == "no-store"
    assert [tiers for tiers, _ in entries(app, "address.reveal")] == ["F4"]
    for path in (address, f"/cases/{made.reference}", f"/cases/{made.reference}/people/{made.person}"):
        assert "Wharfside" not in browser.get(path).text


def test_the_reason_for_a_hidden_address_lies_open_in_the_database_or_on_the_page(app, browser_for):
    import sqlalchemy as sa

    from auth.access_log.models import AccessReason

    made = case_on_record(app)
    browser = browser_for("cora")
    browser.get(f"/cases/{made.reference}/people/{made.person}/address")
    browser.submit({"reason": "Fitting a key safe there on Friday"})
    with app.app_context():
        sealed = db.session.scalars(sa.select(AccessReason.text_sealed)).all()
        assert len(sealed) == 1
        assert b"key safe" not in sealed[0]
    timeline = browser.get(f"/cases/{made.reference}/timeline").words()
    assert "was shown to Cora Lindqvist" in timeline
    assert "key safe" not in timeline


def test_an_address_that_is_not_hidden_is_missing(app, browser_for):
    with acting(app, "cora") as cora:
        person = person_of(cora, hidden=False)
        case = case_of(cora, (person, ["victim"]))
        path = f"/cases/{case.reference}/people/{person.reference}"
    browser = browser_for("cora")
    assert STREET in browser.get(path).words()
    assert browser.get(f"{path}/address").status == 404


def test_a_person_of_another_case_is_reached_through_this_one(app, browser_for):
    one, other = case_on_record(app), case_on_record(app)
    browser = browser_for("cora")
    for step in ("", "/address", "/safe-contact", "/markers", "/roles"):
        assert browser.get(f"/cases/{one.reference}/people/{other.person}{step}").status == 404


# The list


def test_the_list_is_not_in_the_order_or_of_the_kind_asked_for(app, browser_for):
    with acting(app, "cora") as cora:
        today = datetime.now(UTC).date()
        for band, days, state in (("standard", 2, "active"), ("high", 9, "monitoring"), ("medium", 5, "active")):
            case_of(cora, band=band, state=state).next_review_on = today + timedelta(days=days)
    browser = browser_for("cora")

    def bands(path):
        rows = browser.get(path).tree.findall(".//tbody/tr")
        return ["".join(row.findall("td")[0].itertext()).split()[-1].lower() for row in rows]

    assert bands("/cases") == ["standard", "medium", "high"]
    assert 'aria-sort="ascending"' in browser.page.text
    assert bands("/cases?sort=band") == ["high", "medium", "standard"]
    assert bands("/cases?sort=band&order=up") == ["standard", "medium", "high"]
    assert bands("/cases?state=monitoring") == ["high"]
    assert bands("/cases?band=medium") == ["medium"]
    assert bands("/cases?state=nonsense&band=nonsense&sort=nonsense&page=-3") == ["standard", "medium", "high"]
    assert browser.get("/cases?panel=hate").status == 404
    assert browser.get("/cases?page=99999999999").status == 200


def test_somebody_without_a_panel_is_shown_a_list(browser_for):
    for who in ("fern", "oak", "yew"):
        assert browser_for(who).get("/cases").status == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "thistledown pemberwick"},
        {"name": "Thistledown", "born_on-day": "14", "born_on-month": "3", "born_on-year": "1948"},
    ],
)
def test_a_person_is_not_found_by_name_in_any_order(app, browser_for, typed):
    made = case_on_record(app)
    browser = browser_for("cora")
    browser.get("/cases/search")
    page = browser.submit(typed)
    assert "1 case found" in page.words()
    assert made.reference in page.words()
    assert "istledown" not in page.path


def test_a_search_for_nothing_or_for_somebody_else_finds_a_case(app, browser_for):
    case_on_record(app)
    browser = browser_for("cora")
    browser.get("/cases/search")
    assert browser.submit({}).status == 422
    assert "0 cases found" in browser.submit({"name": "Odalys Brackenfold"}).words()
    with acting(app, "cora") as cora:
        case_of(cora)
    rowan = browser_for("rowan")
    rowan.get("/cases/search")
    assert "0 cases found" in rowan.submit({"name": "Pemberwick Thistledown"}).words()


# Notes


def note(browser, made, text="Two men at the door", **changes):
    browser.get(f"/cases/{made.reference}/notes")
    return browser.submit({"text": text, "nature": "allegation", **changes})


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
    for reference in (made.reference, "QQ-A-9999", "nonsense"):
        rowan = browser_for("rowan")
        rowan.get("/conflicts")
        page = rowan.submit({"reference": reference, "connection": "neighbour"})
        answers.append((page.status, page.words()))
    assert len(set(answers)) == 1
    assert browser_for("rowan").get(f"/cases/{made.reference}").status == 404


def test_a_conflict_set_on_the_page_is_lifted_by_the_person_themselves(app, browser_for):
    made = case_on_record(app)
    alder, birch = browser_for("alder"), browser_for("birch")
    birch.get(f"/cases/{made.reference}/conflicts")
    with app.app_context():
        account_id = str(actor_named("alder").account_id)
    birch.submit({"account_id": account_id, "connection": "work"})
    assert "Alder Whitcombe" in birch.page.words()
    assert alder.get(f"/cases/{made.reference}").status == 404
    form = next(form for form in birch.page.forms() if form.get("action").endswith("/lifting"))
    fields = [("csrf_token", next(i.get("value") for i in form.iter("input") if i.get("name") == "csrf_token"))]
    assert alder.post(form.get("action"), [("csrf_token", csrf(alder))]).status == 404
    assert birch.post(form.get("action"), fields).status == 200
    assert alder.get(f"/cases/{made.reference}").status == 200


def csrf(browser):
    page = browser.get("/cases/search")
    return next(value for name, value in page.fields() if name == "csrf_token")


# Risk, review, closing


def answer_all(browser, made, occasion, value=0):
    browser.get(f"/cases/{made.reference}/assessments/new")
    with browser.http.application.app_context():
        answers = {f"q_{key}": given for key, given in full_answers(value).items()}
    return browser.submit({"person": made.person, "occasion": occasion, **answers})


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
    assert "Letter: not safe" in both.words()
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
