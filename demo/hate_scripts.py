"""What of the two hate incident stories has happened by today, in whole weeks of shift so that weekdays stay right."""

from datetime import date, timedelta

import sqlalchemy as sa

from auth.models import Agency
from demo.hate_answers import HALL_RISK, LOOP_AFTER_PETROL, LOOP_RISK, hate_risk, merriweather_loop, prayer_hall
from demo.hate_people import AGENCIES, hate_people
from demo.hate_story import HateStory
from demo.people import load_agencies, load_people
from demo.story import act, at_hour
from extensions import db, unit_of_work
from panels.decisions.typed import Typed
from panels.meetings.service import plan_meeting
from wording.dates import today


def load_hate(hate: str, tension: str, known: set[str]) -> None:
    """The people of both groups, a case that was heard and then grew graver, one that waits to be heard."""
    with unit_of_work():
        council = db.session.scalars(sa.select(Agency).where(Agency.kind == "council_community_safety")).one()
        load_people({"council": council, **load_agencies(AGENCIES)}, hate_people(hate, tension), known)
    _at_home(HateStory(hate, act, at_hour, weeks=_weeks_until(date(2026, 12, 16), today())))
    _prayer_hall(HateStory(hate, act, at_hour, weeks=_weeks_until(date(2027, 1, 13), today())))


def _at_home(story: HateStory) -> None:
    first = story.on(2026, 11, 27)
    story.refer("maple", at_hour(first, 11), merriweather_loop(story.on), hate_risk(LOOP_RISK))
    story.accept(at_hour(story.on(2026, 11, 30), 9), "It has happened before, and it gets more serious.")
    on = story.on(2026, 12, 1)
    story.fill(
        "hal", at_hour(on, 9), "contact", on=on.isoformat(), by="Hal Osei", reached="yes", said="Both sleep badly."
    )
    story.hear(
        story.on(2026, 11, 30),
        on,
        Typed(
            option="adopt",
            reason="Police, landlord and a specialist service each hold a part of this.",
            band="medium",
            telling="By phone on a weekday, by Hal Osei",
        ),
    )
    story.assess(at_hour(story.on(2026, 12, 16), 12), hate_risk(LOOP_AFTER_PETROL), "review")


def _prayer_hall(story: HateStory) -> None:
    reported = at_hour(story.on(2027, 1, 9), 18, 40)
    story.refer("larch", reported + timedelta(minutes=20), prayer_hall(story.on, reported), hate_risk(HALL_RISK))
    sunday = story.on(2027, 1, 10)
    story.accept(at_hour(sunday, 11), "It reaches the community.")
    gone = at_hour(sunday, 14, 30)
    story.fill("hal", at_hour(sunday, 15), "graffiti_removed", at=gone.isoformat(timespec="minutes"), recorded="yes")
    with act("hal", at_hour(story.on(2027, 1, 13), 9)) as actor:
        plan_meeting(
            actor=actor,
            panel=story.panel,
            starts_at=at_hour(story.on(2027, 2, 2), 10),
            minutes_long=90,
            place="Town Hall, room 2, and by video",
        )


def _weeks_until(last: date, today_is: date) -> int:
    """By how many whole weeks a story moves so that its day ``last`` is today or up to six days ago."""
    return -(((last - today_is).days + 6) // 7) if last > today_is else (today_is - last).days // 7
