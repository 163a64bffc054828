"""The fictional story of the demonstration: what has happened in the partnership so far.

Every act is done by the person who would do it, through the service that their page calls, at the moment it happened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask import current_app, g

from auth.accounts.service import account_by_email
from auth.current import actor_of
from auth.roles import Actor
from casework.panel_type.registry import panel_types
from casework.panel_type.working_time import england_and_wales
from casework.referrals import accepting, answers, drafts, risk, submission
from casework.referrals.access import open_for_acceptance, referral_for
from demo import after_story
from demo.meeting_story import MeetingStory
from demo.scenes import Scene, new_scenes, past_scenes, waiting_scenes
from extensions import clock_at, unit_of_work
from wording.dates import LONDON, today


@contextmanager
def act(who: str, at: datetime) -> Iterator[Actor]:
    """One person does something at one moment, in a unit of work of its own, with no key open before."""
    with current_app.app_context(), clock_at(at), unit_of_work():
        g.request_id = "demonstration"
        account = account_by_email(f"{who}@example.org")
        if account is None:
            raise LookupError(f"The demonstration has no {who}.")
        yield actor_of(account)


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """That time of that day in London."""
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


def working_day(day: date, shift: int = 0) -> date:
    """The first working day on or before ``day`` after moving by ``shift`` days."""
    calendar = england_and_wales()
    found = day + timedelta(days=shift)
    while not calendar.is_working_day(found):
        found -= timedelta(days=1)
    return found


def load_story(panel: str) -> None:
    """Four cases heard a month ago, two new ones for the next meeting, two referrals in the queue."""
    now_on = today()
    last = working_day(now_on, -26)
    past_days = {scene.key: working_day(last, -20 + place) for place, scene in enumerate(past_scenes("2026-01-01"))}
    story = MeetingStory(panel, act, at_hour)
    with_ids = _refer_all(panel, past_scenes(working_day(last, -40).isoformat()), past_days)
    heard = story.plan(working_day(last, -18), last)
    story.hold(heard, last, with_ids)
    coming = working_day(now_on, 16)
    fresh = new_scenes(working_day(now_on, -20).isoformat())
    days = {scene.key: working_day(now_on, -9 + place) for place, scene in enumerate(fresh)}
    new_ids = _refer_all(panel, fresh, days)
    following = story.plan(working_day(now_on, -6), coming)
    story.plan(working_day(now_on, -6), working_day(coming, 30))
    _between_meetings(panel, last, now_on, with_ids)
    story.prepare(following, working_day(now_on, -5), [*with_ids.values(), *new_ids.values()])
    everybody = {case_id: scene for scene, case_id in {**with_ids, **new_ids}.items()}
    after_story.first_answers(act, at_hour(working_day(now_on, -1), 10), everybody)
    for place, scene in enumerate(waiting_scenes(working_day(now_on, -12).isoformat())):
        send(panel, scene, at_hour(working_day(now_on, -2 + place), 11))


def _between_meetings(panel: str, last: date, now_on: date, cases: dict[Scene, UUID]) -> None:
    first = next(iter(cases.values()))
    marked_on = working_day(last, -12)
    after_story.warn_staff(act, at_hour(marked_on, 12), first, working_day(last, -15), marked_on + timedelta(days=180))
    after_story.report_and_note(act, at_hour(working_day(last, 9), 14), first)
    tool = panel_types.get(panel).risk_tools[0].id
    after_story.look_again(act, at_hour(working_day(now_on, -7), 11), cases, tool)


def _refer_all(panel: str, scenes: tuple[Scene, ...], days: dict[str, date]) -> dict[Scene, UUID]:
    """Refer each scene on its day and accept it on the next working day; returns the cases' ids."""
    found = {}
    for scene in scenes:
        sent = send(panel, scene, at_hour(days[scene.key], 10))
        found[scene] = take(sent, at_hour(days[scene.key], 15))
    return found


def send(panel: str, scene: Scene, at: datetime) -> UUID:
    """Fill in and send one referral; returns its id."""
    form = panel_types.get(panel).referral_form
    with act(scene.by, at) as actor:
        referral = drafts.start_referral(actor=actor, panel=panel)
        referral_id = referral.id
        for section in form.sections:
            items = scene.answers.get(section.id)
            if items is None:
                continue
            for number, item in enumerate(items):
                drafts.save_item(actor=actor, referral=referral, section=section, number=number, item=item)
            if not items:
                drafts.nothing_to_add(actor=actor, referral=referral, section=section)
        _finish_referrer(actor, referral_id)
        risk.save_risk(actor=actor, referral=referral, given=scene.risk)
        submission.submit(actor=actor, referral=referral)
    return referral_id


def _finish_referrer(actor: Actor, referral_id: UUID) -> None:
    opened = referral_for(actor, referral_id, "referral.write").referral
    section = panel_types.get(opened.panel).referral_form.section("referrer")
    item = answers.item_of(opened, section.id, 0).answers
    told = {**item, "team": "Neighbourhoods", "phone": "020 7946 0123", "manager_informed": "yes"}
    drafts.save_item(actor=actor, referral=opened, section=section, number=0, item=told)


def take(
    referral_id: UUID, at: datetime, *, by: str = "cora", reason: str = "More than one agency has to act together."
) -> UUID:
    """The coordinator accepts a referral as a case of its own; returns the case's id."""
    with act(by, at) as actor:
        opened = open_for_acceptance(actor, referral_for(actor, referral_id, "referral.triage"))
        case = accepting.accept(
            actor=actor,
            referral=opened.referral,
            reason=reason,
            known={},
        )
        return case.id
