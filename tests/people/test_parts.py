"""Finding somebody by a part of a name: only where it is set, only whom the asker may see, and at no repeated value."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.encryption.keyring import SEARCH, keyring
from casework.cases.service import declare_conflict
from casework.matches.jobs import tell_of_matches
from casework.panel_settings.service import set_number
from casework.panel_type.marked.finding import NAME_PARTS, TOLD
from casework.people import jobs
from casework.people.asked import Asked
from casework.people.closeness import Facts, closeness
from casework.people.commands import finish_rebuilds
from casework.people.index import forget_owner, generation_read, generations_written, held_by, holds_parts, index_owner
from casework.people.indexing import PERSON
from casework.people.jobs import follow_settings
from casework.people.models import SearchIndex, SearchToken
from casework.people.parts import people_with_part
from casework.people.rebuild import begin_rebuild, follow_setting, rebuild_some
from casework.people.service import add_person
from casework.people.terms import KINDS, PART, STEP, part_terms, parts_of
from extensions import db, unit_of_work
from tests.cases.made import acting, actor_named, case_of, person_of
from tests.conftest import PANEL
from tests.retention.test_destruction import close, press
from wording.dates import today

WHY = "Agreed at the partnership's board in November"
SETTING = f"/admin/panels/{PANEL}/settings/{NAME_PARTS}"
HIDDEN = "channel"


def kinds_held() -> dict[int, int]:
    """How many rows of each kind the index that is read holds, and every other row there is under 0."""
    generation = generation_read(PANEL)
    assert generation is not None
    found: dict[int, int] = {}
    rows = db.session.execute(sa.select(SearchToken.token, SearchToken.place)).all()
    for place in generation.key.read_places((token, bytes(place)) for token, place in rows):
        kind = place[1] if place else 0
        found[kind] = found.get(kind, 0) + 1
    return found


def parts_held(app: Flask) -> int:
    with app.app_context(), unit_of_work():
        held = kinds_held()
        assert 0 not in held, "rows of another index are left"
        return held.get(KINDS[PART], 0)


def switch(app: Flask, on: int, *, panel: str = PANEL) -> None:
    with acting(app, "oak") as oak:
        set_number(actor=oak, panel=panel, name=NAME_PARTS, value=on, from_on=today(), why=WHY)


def run_job(app: Flask) -> str:
    with app.app_context():
        tell_of_matches()
        return follow_settings()


def look(browser: Any, words: str, **more: Any) -> str:
    browser.get(f"/cases/search?panel={PANEL}")
    found: str = browser.submit({"words": words, **more}, form="words").words()
    return found


@pytest.mark.pure
def test_the_number_of_parts_would_tell_a_name_to_the_letter_or_a_short_word_would_have_one() -> None:
    assert parts_of("quill") == ["quill"]
    assert parts_of("thistle") == ["thist", "histl", "istle"]
    assert parts_of("wick") == []
    assert len(parts_of("a" * 5000)) < 40
    numbers = {}
    for name in ("", "Ali", "Quill", "Thistledown", "Pemberwick Thistledown", "Pemberwick Alexandrina Thistledown"):
        terms = part_terms({"surname": name}, uuid4())
        asked = {parts for kind, parts in terms if len(parts) == 1}
        assert {part for word in name.casefold().split() for part in parts_of(word)} == {part for (part,) in asked}
        numbers[name] = len(terms)
    assert list(numbers.values()) == [STEP, STEP, STEP, STEP, 2 * STEP, 3 * STEP]
    one, other = (part_terms({"surname": "Ali"}, uuid4()) for _ in range(2))
    assert not one & other, "what fills a step up would be shared"


@pytest.mark.pure
def test_a_name_of_the_same_letters_in_another_order_would_be_taken_for_one_that_contains_the_word() -> None:
    def told(*words: str, **name: Any) -> tuple[str, ...] | None:
        found = closeness(Asked(words=words), Facts(name), parts=True)
        return found.reasons if found else None

    assert told("istle", surname="Thistledown") == ("the name contains “istle”",)
    assert told("istle", surname="Quill", aliases=["Pem Thistle"]) == ("the name contains “istle”",)
    assert told("istledow", surname="Istledabc-Kkastledow") is None, "it has every part of the word, and not the word"
    assert told("istl", surname="Thistledown") is None
    assert told("brackenfold", "istle", surname="Thistledown") is None
    assert told("pemberwick", surname="Pemberwik") is None, "close, but no part"
    assert closeness(Asked(words=("istle",)), Facts({"surname": "Thistledown"})) is None


@pytest.mark.long
def test_a_part_of_a_name_would_be_asked_for_before_it_is_set_or_not_found_after(app: Flask, browser_for: Any) -> None:
    with acting(app, "cora") as cora:
        made = case_of(cora, (person_of(cora, forenames="Pemberwick", surname="Thistledown"), ["victim"]))
        apart = case_of(cora, (person_of(cora, forenames="Ida", surname="Thistleby"), ["victim"]))
        smith = case_of(cora, (person_of(cora, forenames="Ada", surname="Smith"), ["victim"]))
        gold = case_of(cora, (person_of(cora, forenames="Odalys", surname="Goldsmith"), ["victim"]))
        mixed = case_of(cora, (person_of(cora, forenames="Istledabc", surname="Kkastledow"), ["victim"]))
        case, other, common, longer, order = (one.reference for one in (made, apart, smith, gold, mixed))
        kept_from = apart.id
    cora, alder, oak = browser_for("cora"), browser_for("alder"), browser_for("oak")
    assert "0 cases found" in look(cora, "istledow")
    assert "Part of a name" not in cora.page.words()
    assert parts_held(app) == 0
    # A chair reads of it, and an administrator sets it who has read what it costs.
    assert "A system administrator sets this" in alder.get(f"/admin/panels/{PANEL}/settings").words()
    alder.get(SETTING)
    assert "Ask one of them" in alder.submit({"value": "1", "why": WHY}).words()
    assert all(words in oak.get(SETTING).words() for words in TOLD)
    page = oak.submit({"value": "1", "why": WHY})
    assert "People are found by a part of a name On In force" in page.words()
    # Until the job has made the index anew it is not asked, and what is written meanwhile holds no part.
    assert "0 cases found" in look(cora, "istledow")
    assert parts_held(app) == 0
    assert "as they are set" in run_job(app)
    found = look(cora, "istledow")
    assert "1 case found" in found
    assert case in found
    assert "Pemberwick Thistledown: the name contains “istledow”" in found
    assert order not in found
    assert {case, other} == {one for one in (case, other, common, longer, order) if one in look(cora, "histle")}
    # Somebody is found by the whole word: others whose name contains it are shown when that is asked for.
    assert longer not in look(cora, "Smith")
    assert longer in look(cora, "Smith", part=["yes"])
    assert common in cora.page.words()
    assert "the name contains “histle”; date of birth one digit different" in look(cora, "histle 15/3/1948")
    # Nobody finds so whom they may not open.
    with acting(app, "cora") as asker:
        account_id = actor_named("alder").account_id
        declare_conflict(actor=asker, case_id=kept_from, account_id=account_id, connection="neighbour")
    words = look(alder, "histle")
    assert case in words
    assert other not in words
    assert "0 cases found" in look(browser_for("rowan"), "histle")
    # Off: not asked at once, and gone after the job.
    oak.get(SETTING)
    oak.submit({"value": "0", "why": WHY})
    assert "0 cases found" in look(cora, "istledow")
    assert "Part of a name" not in cora.page.words()
    assert parts_held(app) > 0
    run_job(app)
    assert parts_held(app) == 0
    assert case in look(cora, "Thistledown")


def test_a_value_would_stand_twice_or_a_destroyed_person_or_a_hidden_panels_be_found(
    app: Flask, browser_for: Any
) -> None:
    for panel in (PANEL, HIDDEN):
        switch(app, 1, panel=panel)
    with acting(app, "cora", for_all=True) as cora:
        people = [person_of(cora, forenames=f"Ada{letter * 3}", surname="Thistledown") for letter in "abcdefgh"]
        case = case_of(cora, (people[0], ["victim"]))
        kept = case_of(cora, (people[1], ["victim"])).reference
        close(case)
        gone, person_id = case.reference, people[0].id
        theirs = add_person(actor=cora, panel=HIDDEN, identity={"forenames": "Idris", "surname": "Thistledown"}).id
    run_job(app)
    cora, alder = browser_for("cora"), browser_for("alder")
    with app.app_context(), unit_of_work():
        rows = db.session.execute(sa.select(SearchToken.token, SearchToken.place)).all()
        assert len({row[0] for row in rows}) == len({bytes(row[1]) for row in rows}) == len(rows) > 9 * STEP
        assert people_with_part(HIDDEN, ["istledow"]) == [theirs]
        assert theirs not in people_with_part(PANEL, ["istledow"])
        generation = generation_read(PANEL)
        assert generation is not None
        assert len([row for row in held_by(generation, (PERSON, person_id)) if row.kind == KINDS[PART]]) == 2 * STEP
    assert {gone, kept} == {one for one in (gone, kept) if one in look(cora, "istledow")}
    assert browser_for("cora").get(f"/cases/search?panel={HIDDEN}").status == 404
    press(cora, f"/retention/{gone}/ask")
    press(alder, f"/retention/{gone}/approve")
    with app.app_context(), unit_of_work():
        assert person_id not in people_with_part(PANEL, ["istledow"])
        assert not db.session.scalars(sa.select(SearchToken.token).where(SearchToken.owner_id == person_id)).all()
    assert gone not in look(cora, "istledow")
    assert kept in cora.page.words()


@pytest.mark.usefixtures("work")
def test_of_many_holders_of_a_part_those_of_a_rare_one_would_not_be_told() -> None:
    begin_in_parts()

    def stored(name: str) -> UUID:
        owner = uuid4()
        index_owner(PANEL, PERSON, owner, part_terms({"surname": name}, owner))
        return owner

    common = {stored("Thistledown") for _ in range(20)}
    rare, mixed = stored("Thistleby"), stored("Histleb Istleby")
    assert set(people_with_part(PANEL, ["histle"])) == {*common, rare, mixed}
    assert set(people_with_part(PANEL, ["thistleb"])) == {rare, mixed}, "the common parts are not asked to the end"
    assert people_with_part(PANEL, ["thistled", "stledown", "thistleb"])[:20] == sorted(common)
    assert people_with_part(PANEL, ["quill"]) == []
    assert people_with_part(PANEL, ["thistlebx", "this", ""]) == []
    forget_owner(PERSON, rare)
    assert rare not in people_with_part(PANEL, ["histle"])
    assert people_with_part(PANEL, ["thistleb"]) == [mixed]


def begin_in_parts() -> None:
    """Let the panel's index hold parts, from nothing."""
    oak = actor_named("oak")
    set_number(actor=oak, panel=PANEL, name=NAME_PARTS, value=1, from_on=today(), why=WHY)
    assert follow_setting(PANEL)
    while not rebuild_some(PANEL).finished:
        pass


@pytest.mark.usefixtures("work")
def test_a_change_of_mind_a_stop_or_a_new_key_on_the_way_would_leave_the_index_unlike_the_setting() -> None:
    def to(on: int) -> None:
        set_number(actor=actor_named("oak"), panel=PANEL, name=NAME_PARTS, value=on, from_on=today(), why=WHY)

    def finish() -> int:
        while not rebuild_some(PANEL, at_most=1).finished:
            pass
        assert not follow_setting(PANEL)
        held = kinds_held()
        assert 0 not in held, "rows of the index before are left"
        return held.get(KINDS[PART], 0)

    cora = actor_named("cora")
    for name in ("Thistledown", "Brackenfold", "Penhallow"):
        person_of(cora, forenames="Ida", surname=name)
    to(1)
    assert follow_setting(PANEL)
    rebuild_some(PANEL, at_most=1)
    for on in (0, 1):
        to(on)
        assert follow_setting(PANEL)
        assert holds_parts(generations_written(PANEL)[-1]) is bool(on)
        assert rebuild_some(PANEL, at_most=1).done == 1, "what was begun otherwise would be gone on with"
    late = person_of(cora, forenames="Ida", surname="Thistleby")
    assert people_with_part(PANEL, ["histle"]) == []
    assert finish() == 4 * STEP + 1
    assert late.id in people_with_part(PANEL, ["histle"])
    # Another search key, which is for its command to bring about: the setting goes with it.
    key_id = keyring().make(PANEL, SEARCH).id
    begin_rebuild(PANEL, key_id)
    assert not follow_setting(PANEL)
    assert finish() == 4 * STEP + 1
    # Switched off, and stopped while the old rows are cleared away.
    to(0)
    assert follow_setting(PANEL)
    while db.session.get_one(SearchIndex, PANEL).next_key_id is not None:
        rebuild_some(PANEL)
    assert kinds_held()[0] > 4 * STEP
    assert not holds_parts(generations_written(PANEL)[-1])
    assert follow_setting(PANEL), "old rows would be left for ever"
    assert finish() == 0


def test_the_job_would_keep_the_others_waiting_or_never_go_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "CHUNKS", 1)
    switch(app, 1)
    with acting(app, "cora") as cora:
        person_of(cora, forenames="Ida", surname="Thistledown")
    for _ in range(3):
        assert "1 are being made anew" in run_job(app)
    assert "as they are set" in run_job(app)
    assert parts_held(app) == STEP + 1
    switch(app, 0)
    for _ in range(2):
        run_job(app)
    with app.app_context():
        assert finish_rebuilds() == [PANEL], "what a job began would not be finished by prepare"
    assert parts_held(app) == 0
