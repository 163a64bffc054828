from collections.abc import Iterator
from typing import Any

import pytest

from casework.panel_type.answers import asked, form_complete, problems
from casework.panel_type.form_fields import form_class, form_data, item_from
from casework.panel_type.prompts import prompts_for
from casework.panel_type.questions import NOT_KNOWN, Answers, Item, Kind, Question, Section, Sensitivity, Value
from casework.panel_type.risk import score
from inputs import PageForm
from panels.definitions.asb_marac import PANEL
from tests.inputs.small_app import opened, posted

FORM = PANEL.referral_form
EVERY_SECTION = pytest.mark.parametrize("section", FORM.sections, ids=lambda section: section.id)

SAMPLES: dict[Kind, Value] = {
    Kind.TEXT: "Wren",
    Kind.LONG: "First line\nSecond line",
    Kind.DATE: "2025-03-27",
    Kind.DATETIME: "2025-07-01T13:30:00+00:00",
    Kind.YES_NO: "yes",
    Kind.INTEGER: 44,
    Kind.PHONE: "020 7946 0123",
    Kind.EMAIL: "wren@example.org",
    Kind.ADDRESS: {
        "line1": "3 Quillon Court",
        "line2": "Quillon Quay Estate",
        "town": "London",
        "postcode": "E1 0ZZ",
        "uprn": "10000001",
        "no_fixed_address": False,
        "hidden": True,
    },
}


def sample(question: Question) -> Value:
    if question.kind is Kind.CHOICE:
        return question.choices[0].value
    if question.kind is Kind.MULTI:
        return [choice.value for choice in question.choices]
    value = SAMPLES[question.kind]
    return value[: question.limit] if isinstance(value, str) and question.kind is Kind.TEXT else value


def boxes(form: PageForm) -> Iterator[tuple[str, Any]]:
    """What a browser would send of a form as it is shown."""
    for field in form:
        if field.name in ("once", "version", "csrf_token"):
            continue
        if hasattr(field, "options"):
            yield field.name, [option.value for option in field.options if option.checked]
            continue
        yield from ((field.box(part), text) for part, text in field.typed.items() if text)
        if field.not_known:
            yield field.not_known_name, "y"


def round_trip(section: Section, item: Item) -> Item:
    with opened(form_class(section), form_data(section, item)) as form:
        sent = dict(boxes(form))
    with posted(form_class(section), sent) as form:
        assert form.errors == {}
        return item_from(form, section)


@EVERY_SECTION
def test_every_answer_survives_the_page(section: Section) -> None:
    item = {question.id: sample(question) for question in section.questions}
    assert round_trip(section, item) == item


@EVERY_SECTION
def test_not_known_survives_the_page_wherever_it_is_offered(section: Section) -> None:
    offered = [q for q in section.questions if q.allow_not_known or q.kind is Kind.YES_NO]
    item: Item = {question.id: NOT_KNOWN for question in offered}
    assert round_trip(section, item) == item


@EVERY_SECTION
def test_an_empty_page_can_be_saved(section: Section) -> None:
    assert round_trip(section, {}) == {}


@EVERY_SECTION
def test_hostile_text_in_any_box_is_refused_or_held_never_an_error(section: Section) -> None:
    for hostile in ("\x00", "\ud800", "a\u202eb", "9" * 400, "x" * 1_000_000, "<script>alert(1)</script>", "{{7*7}}"):
        with opened(form_class(section)) as blank:
            names = [field.box(part) for field in blank if hasattr(field, "box") for part in field.parts]
        with posted(form_class(section), dict.fromkeys(names, hostile)) as form:
            for question in section.questions:
                kept = form[question.id].data
                assert kept == hostile or not kept or question.kind in (Kind.CHOICE, Kind.MULTI, Kind.YES_NO)
                if kept and question.kind in (Kind.CHOICE, Kind.MULTI, Kind.YES_NO):
                    assert form[question.id].errors


def test_the_form_has_every_part_of_the_agreed_list() -> None:
    assert [section.id for section in FORM.sections] == [
        "referrer",
        "origin",
        "people",
        "household",
        "responsible",
        "orders",
        "incidents",
        "pattern",
        "impact",
        "tried",
        "outcome",
        "asks",
        "safeguarding",
        "assessment",
        "sharing",
        "declaration",
    ]
    assert (FORM.id, FORM.version) == ("cmarac_ref", 1)
    assert [title for title, _ in FORM.groups] == [
        "About you and this referral",
        "About the people",
        "About the problem",
        "Risk",
        "Sharing and safety",
    ]


def complete_item(section: Section, **answers: Value) -> Item:
    """An item with an answer to everything required, no more."""
    item: Item = dict(answers)
    for question in section.questions:
        if question in asked(section, item) and question.required and question.id not in item:
            item[question.id] = "no" if question.kind is Kind.YES_NO else sample(question)
    return item


def complete_answers() -> Answers:
    given: Answers = {section.id: [complete_item(section)] for section in FORM.sections if not section.repeats}
    for section in FORM.sections:
        if section.repeats:
            given[section.id] = [complete_item(section)] if section.min_items else []
    return given


def test_a_referral_with_the_required_answers_can_be_sent() -> None:
    answers = complete_answers()
    assert [problems(section, answers[section.id]) for section in FORM.sections] == [()] * len(FORM.sections)
    assert form_complete(FORM, answers)


def without(section_id: str, question_id: str) -> Answers:
    answers = complete_answers()
    del answers[section_id][0][question_id]
    return answers


REQUIRED = [
    ("referrer", "phone"),
    ("referrer", "made_at"),
    ("origin", "routes"),
    ("origin", "lead_officer"),
    ("people", "roles"),
    ("people", "surname"),
    ("people", "date_of_birth"),
    ("people", "address"),
    ("people", "safe_to_call"),
    ("people", "must_not_know"),
    ("people", "interpreter"),
    ("people", "vulnerabilities"),
    ("people", "capacity_concern"),
    ("people", "staff_risk"),
    ("impact", "voice"),
    ("outcome", "why_together"),
    ("assessment", "assessed"),
    ("sharing", "consent"),
    ("sharing", "gateways"),
    ("declaration", "confirmed"),
    ("declaration", "approved"),
]


@pytest.mark.parametrize(("section_id", "question_id"), REQUIRED)
def test_a_referral_without_a_required_answer_cannot_be_sent(section_id: str, question_id: str) -> None:
    assert not form_complete(FORM, without(section_id, question_id))


PEOPLE = FORM.section("people")


def named(item: Item, section: Section = PEOPLE) -> set[str]:
    return {problem.question_id for problem in problems(section, [item])}


def test_an_unknown_date_of_birth_asks_for_an_estimated_age() -> None:
    person = complete_item(PEOPLE, date_of_birth=NOT_KNOWN)
    del person["estimated_age"]
    assert named(person) == {"estimated_age"}
    assert named({**person, "estimated_age": 44}) == set()


def test_a_person_said_to_be_responsible_is_never_asked_how_to_be_contacted() -> None:
    person = complete_item(PEOPLE, roles=["alleged_perpetrator"])
    assert "safe_to_call" not in person
    assert named(person) == set()


def test_somebody_who_is_both_victim_and_said_to_be_responsible_is_asked() -> None:
    assert "safe_to_call" in named(
        {**complete_item(PEOPLE, roles=["alleged_perpetrator"]), "roles": ["alleged_perpetrator", "victim"]}
    )


def test_sharing_without_agreement_needs_its_reason_and_with_it_needs_its_proof() -> None:
    section = FORM.section("sharing")
    asked_for = {
        consent: named(complete_item(section, consent=consent) | {"proportionality": ""}, section)
        for consent in ("refused", "unsafe", "prejudice", "lacks_capacity", "not_applicable")
    }
    assert set(map(frozenset, asked_for.values())) == {frozenset({"proportionality"})}
    given = complete_item(section, consent="given")
    assert {"consent_manner", "consent_on", "consent_by"} <= set(given)


def test_radicalisation_has_no_box_to_write_in() -> None:
    section = FORM.section("safeguarding")
    [question] = [q for q in section.questions if q.id == "radicalisation"]
    assert question.kind is Kind.YES_NO
    assert not [q for q in section.questions if q.show_if and q.show_if.question == "radicalisation"]
    [prompt] = prompts_for(PANEL.prompts, {"safeguarding": [{"radicalisation": "yes"}]})
    assert prompt.key == "prevent_route"


@pytest.mark.parametrize(
    ("section", "answer", "prompt"),
    [
        ("safeguarding", "cannot_protect", "adult_safeguarding"),
        ("safeguarding", "child_at_risk", "child_safeguarding"),
        ("safeguarding", "domestic_abuse", "domestic_abuse"),
        ("safeguarding", "exploitation", "modern_slavery"),
        ("safeguarding", "fire_risk", "fire_safety"),
        ("safeguarding", "suicide_risk", "crisis"),
        ("incidents", "hate_element", "hate_route"),
        ("sharing", "perpetrator_aware", "perpetrator_told"),
    ],
)
def test_an_answer_brings_up_its_route(section: str, answer: str, prompt: str) -> None:
    assert [found.key for found in prompts_for(PANEL.prompts, {section: [{answer: "yes"}]})] == [prompt]
    assert prompts_for(PANEL.prompts, {section: [{answer: "no"}]}) == ()


def test_the_prompts_of_a_score_are_shown_with_those_of_the_answers() -> None:
    found = score(PANEL.tool("asb_ram"), {"t2": "possibly", "i2": "suicidal"})
    assert {prompt.key for prompt in prompts_for(PANEL.prompts, {}, found.prompts)} == {"hate_route", "crisis"}


def test_free_text_about_events_is_classed_as_narrative_and_health_as_special() -> None:
    classes = {(s.id, q.id): q.sensitivity for s in FORM.sections for q in s.questions}
    assert classes[("incidents", "what_happened")] is Sensitivity.N
    assert classes[("impact", "voice")] is Sensitivity.N
    assert classes[("people", "roles")] is Sensitivity.CO
    assert classes[("people", "vulnerabilities")] is Sensitivity.SC
    assert classes[("people", "surname")] is Sensitivity.I


def test_the_address_and_the_nhs_number_are_sealed_apart() -> None:
    assert {q.id for s in FORM.sections for q in s.questions if q.restricted} == {"address", "nhs_number"}


def test_criminal_history_is_asked_of_the_police_alone() -> None:
    [question] = [q for s in FORM.sections for q in s.questions if q.asked_of]
    assert (question.id, question.asked_of) == ("criminal_history", ("police", "transport_police"))
