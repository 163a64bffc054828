from datetime import date

import pytest

from casework.panel_type.meeting_rules import Present, Quorum, QuorumPart, presiding
from casework.panel_type.working_time import england_and_wales, meeting_dates
from tests.panel_type.rules import QUORUM, RULES


def test_the_days_round_a_december_meeting() -> None:
    days = meeting_dates(RULES, date(2026, 12, 9), england_and_wales())
    assert days.cut_off_on == date(2026, 11, 25)
    assert days.pack_on == date(2026, 11, 30)
    assert days.late_on == date(2026, 12, 2)
    assert days.chasers_on == (date(2026, 12, 3), date(2026, 12, 7))
    assert days.returns_on == date(2026, 12, 4)
    assert days.final_pack_on == date(2026, 12, 7)
    assert days.actions_on == date(2026, 12, 10)
    assert days.minutes_on == date(2026, 12, 16)
    assert days.approved_on == date(2026, 12, 23)


def test_the_days_round_a_january_meeting_skip_the_holidays() -> None:
    days = meeting_dates(RULES, date(2027, 1, 13), england_and_wales())
    assert (days.cut_off_on, days.pack_on, days.returns_on) == (date(2026, 12, 29), date(2027, 1, 4), date(2027, 1, 8))


@pytest.mark.parametrize(
    ("present", "missing"),
    [
        ([], ("Chair", "Police", "Landlord")),
        ([Present("police", "chair")], ("Landlord",)),
        ([Present("council", "vice_chair"), Present("police", "member", True)], ()),
        ([Present("council", "member", True)], ("Chair", "Police")),
    ],
)
def test_a_meeting_without_a_part_of_its_quorum_names_it(present: list[Present], missing: tuple[str, ...]) -> None:
    assert QUORUM.missing(present) == missing


def test_a_case_without_a_landlord_needs_none() -> None:
    assert QUORUM.missing([Present("police", "chair")], has_landlord=False) == ()


LOCAL_POLICE = Quorum((QuorumPart("Police of the area", agency_types=("police",), needed=True),))


@pytest.mark.parametrize(
    ("person", "met"),
    [
        (Present("police", "member", is_needed=True), True),
        (Present("police", "member"), False),
        (Present("probation", "member", is_needed=True), False),
    ],
)
def test_a_needed_part_wants_the_agency_named_for_the_case(person: Present, met: bool) -> None:
    assert (LOCAL_POLICE.missing([person]) == ()) is met


def test_any_agency_named_for_the_case_will_do_where_no_kind_is_said() -> None:
    anybody = Quorum((QuorumPart("An agency named", needed=True),))
    assert anybody.missing([Present("probation", "member", is_needed=True)]) == ()
    assert anybody.missing([Present("probation", "member")]) == ("An agency named",)


SERVICES = QuorumPart("Two more services", agency_types=("police", "council", "probation"), agencies=2)
CHAIR = Present("council", "chair", agency="council-1")


def test_two_people_of_one_agency_are_one_agency() -> None:
    twins = [Present("police", "member", agency="p1"), Present("police", "member", agency="p1")]
    assert not SERVICES.met_in(twins)
    assert SERVICES.met_in([*twins, Present("police", "member", agency="p2")])


def test_the_agency_of_whoever_presides_does_not_count_beside_the_chair() -> None:
    besides = QuorumPart("Besides", agency_types=SERVICES.agency_types, agencies=2, besides_chair=True)
    room = [CHAIR, Present("council", "member", agency="council-1"), Present("police", "vice_chair", agency="p1")]
    assert not besides.met_in(room)
    assert besides.met_in([*room, Present("probation", "member", agency="pr")])


def test_the_vice_chair_presides_only_without_a_chair() -> None:
    vice = Present("police", "vice_chair")
    assert presiding([vice, CHAIR]) == (CHAIR,)
    assert presiding([vice]) == (vice,)
    assert presiding([Present("police", "member")]) == ()


def test_the_review_interval_follows_the_band() -> None:
    assert RULES.review_months("high") == 1
    with pytest.raises(KeyError):
        RULES.review_months("extreme")
