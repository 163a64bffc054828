"""Every form of every panel: it builds, what is sent comes back, and nothing that can be typed breaks it."""

from collections.abc import Iterator

import pytest

from casework.panel_type.answers import asked
from casework.panel_type.definition import PanelType
from casework.panel_type.form_fields import form_class
from casework.panel_type.questions import NOT_KNOWN, Form, Item, Kind, Section
from panels.definitions import discover
from tests.definitions.forms import complete_item, round_trip, sample
from tests.inputs.small_app import opened, posted

PICKED = (Kind.CHOICE, Kind.MULTI, Kind.YES_NO)
HOSTILE = ("\x00", "\ud800", "a\u202eb", "9" * 400, "x" * 300_000, "<script>alert(1)</script>", "{{7*7}}")


def forms_of(panel: PanelType) -> Iterator[Form]:
    yield panel.referral_form
    yield from panel.earlier_forms
    if panel.public_door:
        yield panel.public_door.form
    yield from (form.form for form in panel.case_forms)
    yield from (passing.form for passing in panel.passes_on)


def different_sections() -> Iterator[tuple[str, Section]]:
    """Each section once: what several panels share is held once, in whichever panel comes first."""
    seen: list[Section] = []
    for panel in discover():
        for form in forms_of(panel):
            for section in form.sections:
                if section not in seen:
                    seen.append(section)
                    yield f"{panel.key}-{form.id}-{section.id}", section


SECTIONS = list(different_sections())
every_section = pytest.mark.parametrize("section", [one for _, one in SECTIONS], ids=[name for name, _ in SECTIONS])


@every_section
def test_every_answer_survives_the_page(section: Section) -> None:
    item = {question.id: sample(question) for question in section.questions}
    assert round_trip(section, item) == item


@every_section
def test_not_known_survives_the_page_wherever_it_is_offered(section: Section) -> None:
    offered = [q for q in section.questions if q.allow_not_known or q.kind is Kind.YES_NO]
    item: Item = {question.id: NOT_KNOWN for question in offered}
    assert round_trip(section, item) == item


@every_section
def test_an_empty_page_can_be_saved(section: Section) -> None:
    assert round_trip(section, {}) == {}


@every_section
def test_what_is_required_can_be_given(section: Section) -> None:
    item = complete_item(section)
    assert round_trip(section, item) == item
    assert all(question.id in item for question in asked(section, item) if question.required)


@every_section
def test_hostile_text_in_any_box_is_refused_or_held_never_an_error(section: Section) -> None:
    with opened(form_class(section)) as blank:
        names = [field.box(part) for field in blank if hasattr(field, "box") for part in field.parts]
    for hostile in HOSTILE:
        with posted(form_class(section), dict.fromkeys(names, hostile)) as form:
            for question in section.questions:
                kept = form[question.id].data
                assert kept == hostile or not kept or question.kind in PICKED
                if kept and question.kind in PICKED:
                    assert form[question.id].errors


def test_no_two_forms_of_a_panel_share_an_id_and_a_version() -> None:
    for panel in discover():
        named = [(form.id, form.version) for form in forms_of(panel)]
        assert len(named) == len(set(named)), panel.key
