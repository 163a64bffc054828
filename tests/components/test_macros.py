"""What each macro writes, without a browser."""

import re
from datetime import date, timedelta
from typing import Any

import html5lib
import pytest
from flask import Flask

from tests.components.kitchen import CONTACT, ERRORS, HOSTILE, PAGES, POINTS, TODAY, TYPED
from tests.components.parsing import drawn_in, tree, words

ALL_PAGES = [f"/{page}" for page in PAGES] + ["/form", "/form-wrong"] + [f"/error/{error}" for error in ERRORS]

CALLS = [
    "tag(x)",
    "alert('success', x, x)",
    "because(x)",
    "staff_safety(x)",
    "identity_bar(x, x, [x], 'high', 3, x, x)",
    "summary_rows([{'key': x, 'value': x, 'change_href': x}])",
    "summary_card(x, [{'key': x, 'value': [x]}], x)",
    "timeline([{'title': x, 'text': x, 'by': x, 'href': x}])",
    "task_list([{'title': x, 'items': [{'title': x, 'href': x, 'status': x, 'hint': x}]}])",
    "case_table(x, [{'key': 'a', 'text': x}, {'key': 'b', 'text': x}], [{'a': x, 'b': x, 'href': x, 'name': x}])",
    "empty(x, x, x, x)",
    "details(x)",
    "confirm_panel(x, x)",
    "live_progress(x, 1, 2, x, x)",
    "page_heading(x, x)",
    "notes_for_recorder(x)",
    "filter_form(x, [{'text': x, 'remove_href': x}])",
    "risk_badge(x)",
    "sub_navigation([{'text': x, 'href': x}])",
    "kept_form(x, [(x, x)])",
    "service_navigation(x, x, [{'text': x, 'href': x}])",
    "marking_line(x)",
    "shown_to_line(x)",
    "inset(x)",
]
"""One call of each macro that shows something from outside, with the same text everywhere."""


@pytest.mark.parametrize("path", ALL_PAGES)
def test_every_page_is_valid_html_with_one_heading_and_no_double_id(kitchen: Flask, path: str) -> None:
    text = kitchen.test_client().get(path).get_data(as_text=True)
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(page.findall(".//h1")) == 1
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", ALL_PAGES)
def test_every_page_keeps_the_content_policy(kitchen: Flask, path: str) -> None:
    text = kitchen.test_client().get(path).get_data(as_text=True)
    page = html5lib.parse(text, namespaceHTMLElements=False)
    for element in page.iter():
        assert element.get("style") is None
        assert not [name for name in element.keys() if name.startswith("on")]  # noqa: SIM118
    assert all(script.get("nonce") for script in page.iter("script"))


@pytest.mark.parametrize("path", ALL_PAGES)
def test_every_reference_between_elements_has_its_target(kitchen: Flask, path: str) -> None:
    page = html5lib.parse(kitchen.test_client().get(path).get_data(as_text=True), namespaceHTMLElements=False)
    ids = {element.get("id") for element in page.iter()}
    for element in page.iter():
        named = " ".join(
            element.get(name, "") for name in ("aria-describedby", "aria-labelledby", "for", "aria-controls")
        )
        anchor = element.get("href", "") if element.tag == "a" else ""
        wanted = {*named.split(), *([anchor[1:]] if anchor.startswith("#") else [])}
        assert wanted <= ids, f"{element.tag} points at {wanted - ids}"


@pytest.mark.parametrize(
    "call",
    ["button(x)", "button(x, href=x)", "button('a', name=x, value=x)", "button('a', kind='link', hidden_text=x)"],
)
def test_a_button_escapes_what_it_is_given(draw: Any, call: str) -> None:
    html = draw("button", call, x=HOSTILE)
    assert "<script" not in html
    assert HOSTILE in [*tree(html)[0].attrib.values()] or HOSTILE in "".join(tree(html).itertext())


@pytest.mark.parametrize("band", ["high", "medium", "standard", "very_high"])
def test_risk_is_a_word_and_a_shape(draw: Any, band: str) -> None:
    html = draw("risk_badge", "risk_badge(band, 34, 60)", band=band)
    assert words(html) == f"Risk: {band.upper().replace('_', ' ')} 34 of 60"
    assert drawn_for(draw, band) == [band]


def drawn_for(draw: Any, band: str) -> list[str]:
    """Which of the bands have the shape of this one."""
    shapes = {
        other: re.findall(r' d="([^"]+)"', draw("risk_badge", "risk_badge(band)", band=other))
        for other in ("high", "medium", "standard", "very_high")
    }
    assert all(len(found) == 1 for found in shapes.values())
    return [other for other, found in shapes.items() if found == shapes[band]]


def test_a_channel_nobody_asked_about_is_not_known_and_shows_no_number(draw: Any) -> None:
    contact = CONTACT | {
        "channels": [{"name": "Phone call", "value": "020 7946 0123"}],
        "checked_on": None,
        "stale": False,
    }
    said = words(draw("safe_contact_card", "safe_contact_card(contact)", contact=contact))
    assert "Not known" in said
    assert "020 7946 0123" not in said
    assert "Never checked" in said


def test_an_unsafe_channel_shows_no_number(draw: Any) -> None:
    contact = CONTACT | {"channels": [{"name": "Text", "state": "not_safe", "value": "020 7946 0123"}]}
    assert "020 7946 0123" not in words(draw("safe_contact_card", "safe_contact_card(contact)", contact=contact))


DATES = [
    (-17, None, "Late 17 days"),
    (-1, None, "Late 1 day"),
    (0, 0, "Due today"),
    (1, None, "Due tomorrow"),
    (5, 3, "Due in 3 working days"),
    (3, 1, "Due in 1 working day"),
    (9, None, "Due in 9 days"),
]


@pytest.mark.parametrize(("days", "working", "said"), DATES)
def test_a_date_says_what_it_means_today(draw: Any, days: int, working: int | None, said: str) -> None:
    html = draw(
        "contextual_date", "contextual_date(on, today, n)", on=TODAY + timedelta(days=days), today=TODAY, n=working
    )
    assert words(html).endswith(said)


def test_a_thing_that_is_done_is_never_late(draw: Any) -> None:
    html = draw("contextual_date", "contextual_date(on, today, done=true)", on=TODAY - timedelta(days=9), today=TODAY)
    assert words(html) == "14 November 2026 Done"


def test_a_full_meeting_says_by_how_much(draw: Any) -> None:
    assert words(draw("time_bar", "time_bar(151, 150)")) == "Planned 151 of 150 minutes. Over by 1 minute"
    assert words(draw("time_bar", "time_bar(139, 150)")) == "Planned 139 of 150 minutes. Spare 11 minutes"


def test_the_risk_line_steps_from_score_to_score_and_ends_today(draw: Any) -> None:
    html = draw("risk_chart", "risk_chart(points, 30, 60, 'Up', today=on)", points=POINTS, on=TODAY)
    path = drawn_in(html, "path")[0].get("d")
    steps = re.fullmatch(r"M40\.0 (\S+)(?: H(\S+) V(\S+))(?: H(\S+) V(\S+))(?: H(\S+) V(\S+)) H384", path).groups()
    across = [float(steps[i]) for i in (1, 3, 5)]
    down = [float(steps[i]) for i in (0, 2, 4, 6)]
    assert down == sorted(down, reverse=True)
    assert across == sorted(across)
    assert across[0] == pytest.approx(40 + 344 * 21 / 95, abs=0.1)  # 21 of the 95 days from the first score to today
    assert down[0] == pytest.approx(26 + 140 - 140 * 18 / 60, abs=0.1)
    assert drawn_in(html, "line")[0].get("y1") == "166"


def test_the_chart_has_the_same_numbers_in_a_table(draw: Any) -> None:
    html = draw("risk_chart", "risk_chart(points, 31, 60, 'Up')", points=POINTS)
    rows = [["".join(cell.itertext()).split() for cell in row] for row in tree(html).find(".//tbody")]
    assert [int(row[1][0]) for row in rows] == [18, 24, 28, 34]
    assert ["".join(row[3]) for row in rows] == ["PCA.Example", "Panel", "Panel", "Panel"]


@pytest.mark.parametrize(("score", "below"), [(32, True), (48, False), (28, False), (20, False)])
def test_the_words_of_the_high_line_would_be_crossed_by_the_scores(draw: Any, score: int, below: bool) -> None:
    html = draw("risk_chart", "risk_chart(points, 30, 60, 'Up')", points=[(TODAY, score, "high", "Panel")])
    [word] = [one for one in drawn_in(html, "text") if "high from" in "".join(one.itertext())]
    line = next(one for one in drawn_in(html, "line") if one.get("class") == "app-chart__high")
    assert (float(word.get("y")) > float(line.get("y1"))) is below


def test_a_chart_of_one_score_or_none_is_drawn(draw: Any) -> None:
    assert "M40.0" in draw("risk_chart", "risk_chart(points, 31, 60, 'First')", points=POINTS[:1])
    assert "No risk score" in draw("risk_chart", "risk_chart([], 31, 60, 'None')")


def test_a_task_that_cannot_start_is_no_link(draw: Any) -> None:
    groups = [{"title": "Send", "items": [{"title": "Check", "href": None, "status": "cannot_start"}]}]
    html = draw("task_list", "task_list(groups)", groups=groups)
    assert list(tree(html).iter("a")) == []
    assert "Cannot start yet" in words(html)


def test_the_timeline_says_what_before_when_and_who(draw: Any) -> None:
    event = {"title": "Note", "text": "Seen at the door", "on": date(2026, 11, 3), "by": "A. Officer"}
    assert (
        words(draw("timeline", "timeline(events)", events=[event]))
        == "Note Seen at the door 3 November 2026 by A. Officer"
    )


def test_an_empty_answer_says_so(draw: Any) -> None:
    for value in (None, "", []):
        html = draw("summary_rows", "summary_rows(rows)", rows=[{"key": "Documents", "value": value}])
        assert words(html) == "Documents Not provided"


@pytest.mark.parametrize("call", CALLS)
def test_no_macro_lets_typed_text_become_markup(draw: Any, call: str) -> None:
    html = draw(call.partition("(")[0], call, x=HOSTILE)
    parsed = tree(html)
    assert "script" not in {element.tag for element in parsed.iter() if isinstance(element.tag, str)}
    assert "alert(1)" in html.lower()
    assert "62615533" not in html


def test_kept_text_is_whole_but_tokens_and_passwords_are_not_carried(draw: Any) -> None:
    html = draw("kept_form", "kept_form('/send', fields)", fields=TYPED)
    sent = {box.get("name"): box.get("value") for box in tree(html).iter("input")}
    assert sent["story"] == "First line\nSecond <b>line</b>"
    assert sent["csrf_token"] != "old"
    assert "secret-word" not in html


def test_a_sorted_column_says_so_and_the_others_do_not(draw: Any) -> None:
    columns = [
        {"key": "a", "text": "A", "sort_href": "?"},
        {"key": "b", "text": "B", "sorted": "ascending", "sort_href": "?"},
    ]
    heads = list(tree(draw("case_table", "case_table('T', columns, [])", columns=columns)).iter("th"))
    assert [head.get("aria-sort") for head in heads] == [None, "ascending"]
