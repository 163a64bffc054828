import pytest

from casework.panel_type.answers import form_complete, problems
from casework.panel_type.prompts import prompts_for
from casework.panel_type.questions import NOT_KNOWN, Answers, Item, Kind, Section, Sensitivity
from casework.panel_type.risk import score
from panels.definitions.asb_marac import PANEL
from tests.definitions.forms import complete_item

FORM = PANEL.referral_form
EVERY_SECTION = pytest.mark.parametrize("section", FORM.sections, ids=lambda section: section.id)


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
