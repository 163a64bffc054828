"""What of the Channel stories has happened by today, moved by whole weeks so that weekdays stay what they are."""

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from auth.models import Agency
from casework.cases.conflicts import declare_conflict
from demo.channel_answers import adult, care_instead, child, decision, holdings, housing, own_consent, plan
from demo.channel_people import load_channel_people
from demo.channel_story import ChannelStory
from demo.people import AGENCIES
from demo.story import act, at_hour
from extensions import db, unit_of_work
from panels.decisions.typed import NewAction, Typed
from wording.dates import today

LAST = date(2027, 2, 26)
"""The story is played up to this day, which is today or up to six days ago."""


def load_channel(panel: str) -> None:
    """Who belongs to the panel, that it runs in full, and its cases."""
    prepare_channel(panel)
    tell_cases(panel)


def prepare_channel(panel: str) -> None:
    """The people of the panel, which holds case content from some months ago on. No case yet."""
    with unit_of_work():
        by_name = {agency.name: agency for agency in db.session.scalars(sa.select(Agency))}
        load_channel_people(panel, {key: by_name[name] for key, name, *_ in AGENCIES})
    ChannelStory(panel, act, at_hour).run_in_full(date(2026, 12, 1) + _moved())


def tell_cases(panel: str) -> None:
    """An adult in support with a review ahead, somebody who was not adopted, and a child at the gateway."""
    moved = _moved()
    story = ChannelStory(panel, act, at_hour)
    supported = _adopted(story, moved)
    _not_adopted(story, moved)
    on = date(2027, 2, 24) + moved
    story.log("reed", on, child(on - timedelta(days=5), on - timedelta(days=1)))
    following = story.plan(on, date(2027, 3, 18) + moved)
    story.list_case(following, on, supported, ("Police", "Mental health"), agreed=True)
    story.ask_guest(following, on, supported, "linden")


def _moved() -> timedelta:
    return timedelta(weeks=-(((LAST - today()).days + 6) // 7))


def _adopted(story: ChannelStory, moved: timedelta) -> UUID:
    """C1 as far as the support."""
    heard, met = date(2027, 1, 21) + moved, date(2027, 1, 5) + moved
    meeting = story.plan(date(2026, 12, 1) + moved, heard)
    received = date(2026, 12, 7) + moved
    told = adult(received, received + timedelta(days=3))
    case_id = story.take(story.log("reed", received + timedelta(days=4), told), received + timedelta(days=4))
    story.fill("reed", met, case_id, "s36_decision", decision(met, "police", "Detective chief inspector Fenn"))
    story.list_case(meeting, met + timedelta(days=1), case_id, ("Police", "Mental health", "Children's"), agreed=True)
    story.name_members(met + timedelta(days=1), case_id, "elm", "ivy", "hazel")
    story.publish(meeting, heard - timedelta(days=9))
    story.fill("elm", heard - timedelta(days=3), case_id, "agency_holdings", holdings())
    story.open(meeting, heard)
    council, ivy = story.agency_of("chan", heard), story.agency_of("ivy", heard)
    due = heard + timedelta(days=56)
    rows = (
        NewAction(
            1, council, "Chandra Pell", "Start the mentoring with the approved mentor", due_on=due, by_provider=True
        ),
        NewAction(2, story.agency_of("elm", heard), "Elm Okafor", "Offer a first appointment", due_on=due),
    )
    story.decide(
        meeting,
        heard,
        1,
        Typed(
            option="adopt",
            reason="She is vulnerable to being drawn in, and support can meet what she needs.",
            rule="majority",
            votes_for=5,
            votes_against=2,
            dissent_agency_id=ivy,
            dissent_words="Too early: the college has not been heard.",
            actions=rows,
        ),
    )
    story.close(meeting, heard)
    agreed = date(2027, 2, 1) + moved
    story.fill("chan", heard + timedelta(days=4), case_id, "support_plan", plan(1, agreed, agreed + timedelta(days=7)))
    story.fill("chan", agreed, case_id, "consent", own_consent(agreed - timedelta(days=4), agreed))
    return case_id


def _not_adopted(story: ChannelStory, moved: timedelta) -> None:
    """C3 to its end."""
    heard, decided = date(2027, 2, 18) + moved, date(2027, 2, 1) + moved
    meeting = story.plan(date(2026, 12, 1) + moved, heard)
    logged = decided - timedelta(days=7)
    told = housing(logged - timedelta(days=5), logged - timedelta(days=3))
    case_id = story.take(story.log("chan", logged, told), logged)
    record = decision(decided, "local_authority", "Prevent lead, for the local authority")
    story.fill("chan", decided, case_id, "s36_decision", record)
    story.list_case(meeting, decided, case_id, ("Police", "Mental health"), agreed=True)
    story.name_members(decided, case_id, "elm", "ivy", "hazel")
    with act("hazel", at_hour(decided + timedelta(days=7), 12)) as hazel:
        declare_conflict(actor=hazel, case_id=case_id, account_id=hazel.account_id, connection="family")
    story.publish(meeting, heard - timedelta(days=9))
    story.use_emergency_access("briar", heard - timedelta(days=6), case_id, "laurel")
    story.open(meeting, heard, away=("hazel",))
    story.fill("chan", heard, case_id, "other_care", care_instead(heard), hour=10)
    story.decide(
        meeting,
        heard,
        1,
        Typed(
            option="not_adopt",
            reason="No susceptibility to terrorism. Unmet needs in autism and housing.",
            closure_reason="better_met",
            telling="The housing officer speaks to him about the new referral",
        ),
    )
    story.close(meeting, heard)
