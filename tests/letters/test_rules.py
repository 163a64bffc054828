"""Which ways a letter may go, who approves it, how far somebody's speaker may be told. Pure."""

from dataclasses import replace
from uuid import UUID

import pytest

from casework.letters.rules import (
    NEEDS,
    Reader,
    Scope,
    Way,
    agreement_refused,
    may_approve,
    never_to,
    way_refused,
    ways_open,
)
from casework.panel_type.letter_templates import LetterTemplate, Tells, To
from casework.people.safe_contact import CHANNELS

SAFE = dict.fromkeys(CHANNELS, "safe")
PERSON = Reader(To.SUBJECT, "Pemberwick Thistledown", ("victim",), SAFE)
ME, OTHER = UUID(int=1), UUID(int=2)
PAPER_WAYS = tuple(way for way in Way if way is not Way.PRODUCT)
NAMED = LetterTemplate("outcome", "Outcome", To.SUBJECT, approvers=("chair",))


@pytest.mark.parametrize("way", PAPER_WAYS)
def test_every_way_needs_its_own_answers_and_unknown_is_not_safe(way: Way) -> None:
    """AC 38."""
    assert way_refused(PERSON, way) == ""
    for channel in NEEDS[way]:
        for answer in ("not_safe", "not_known", None):
            reader = replace(PERSON, safe_contact={**SAFE, channel: answer})
            assert way_refused(reader, way).endswith("is not marked safe for Pemberwick Thistledown"), (channel, answer)
    only = dict.fromkeys(NEEDS[way], "safe")
    assert ways_open(replace(PERSON, safe_contact=only)) == (way,)
    others = {channel: "safe" for channel in CHANNELS if channel not in NEEDS[way]}
    assert way not in ways_open(replace(PERSON, safe_contact=others))


def test_a_safe_call_does_not_make_reading_out_safe() -> None:
    assert way_refused(replace(PERSON, safe_contact={"call": "safe"}), Way.READ_OUT)


@pytest.mark.parametrize("contact", [None, {}, {"no_contact": "yes"}, {**SAFE, "no_contact": "yes"}])
def test_nobody_is_reached_without_answers_or_while_contact_is_not_safe(contact: dict[str, str] | None) -> None:
    assert ways_open(replace(PERSON, safe_contact=contact)) == ()


def test_somebody_who_speaks_for_a_person_is_not_written_to_while_that_person_must_not_be_contacted() -> None:
    speaker = Reader(To.REPRESENTATIVE, "Ash Wren", ("representative",), SAFE, Scope.CONTENTS)
    assert ways_open(speaker) == PAPER_WAYS
    assert ways_open(replace(speaker, stopped=True)) == ()


def test_without_an_address_nothing_is_posted_or_brought() -> None:
    assert set(ways_open(replace(PERSON, has_address=False))) == {Way.IN_PERSON, Way.READ_OUT}


@pytest.mark.parametrize("to", To)
def test_officers_read_here_and_people_outside_never_do(to: To) -> None:
    found = ways_open(replace(PERSON, to=to))
    assert (found == (Way.PRODUCT,)) == (to in (To.REFERRER, To.AGENCY))
    assert (Way.PRODUCT in found) == (to in (To.REFERRER, To.AGENCY))


@pytest.mark.parametrize("roles", [("alleged_perpetrator",), ("victim", "alleged_perpetrator")])
def test_the_person_said_to_be_responsible_is_never_written_to(roles: tuple[str, ...]) -> None:
    assert never_to(roles)
    assert not never_to([role for role in roles if role != "alleged_perpetrator"])


@pytest.mark.parametrize(
    ("scope", "tells", "may"),
    [
        (Scope.NOTHING, Tells.RECEIPT, True),
        (Scope.NOTHING, Tells.UPDATES, False),
        (Scope.NOTHING, Tells.CONTENTS, False),
        (Scope.UPDATES, Tells.UPDATES, True),
        (Scope.UPDATES, Tells.CONTENTS, False),
        (Scope.CONTENTS, Tells.UPDATES, True),
        (Scope.CONTENTS, Tells.CONTENTS, True),
    ],
)
def test_a_letter_to_a_speaker_goes_as_far_as_the_person_agreed(scope: Scope, tells: Tells, may: bool) -> None:
    speaker = Reader(To.REPRESENTATIVE, "Ash Wren", ("representative",), SAFE, scope)
    assert (agreement_refused(speaker, tells) == "") == may
    assert agreement_refused(replace(speaker, to=To.SUBJECT), tells) == ""


def test_where_approvers_are_named_the_writer_never_approves_alone() -> None:
    assert may_approve(NAMED, ["chair"], account_id=ME, written_by_id=OTHER) == ""
    assert may_approve(NAMED, ["chair"], account_id=ME, written_by_id=None) == ""
    assert "Somebody else must approve" in may_approve(NAMED, ["chair"], account_id=ME, written_by_id=ME)


@pytest.mark.parametrize(("roles", "may"), [(["coordinator"], False), (["vice_chair"], True), (["member"], False)])
def test_only_those_named_and_the_chairs_approve(roles: list[str], may: bool) -> None:
    assert (may_approve(NAMED, roles, account_id=ME, written_by_id=None) == "") == may


def test_where_nobody_is_named_whoever_keeps_the_case_approves_their_own_words() -> None:
    free = replace(NAMED, approvers=())
    assert may_approve(free, ["coordinator"], account_id=ME, written_by_id=ME) == ""
