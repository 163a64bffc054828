"""The two case reviews of the demonstration, from the call to the outcome."""

from datetime import date, timedelta

from casework.letters.rules import Way
from demo.answers import Answers
from demo.review_answers import abernethy, begum
from demo.review_people import load_review_people
from demo.review_story import COUNCIL, HOUSING, LANTERNFISH, POLICE, ReviewStory
from demo.story import act, at_hour
from extensions import unit_of_work
from wording.dates import today

JUNIPER = {
    "chair_name": "Juniper Halloran",
    "chair_job": "Head of prevention",
    "chair_kind": "fire",
    "chair_service": "Quillon Fire and Rescue",
    "involved": "no",
}
SAGE = {
    "chair_name": "Sage Oduya",
    "chair_job": "Police inspector",
    "chair_kind": "police",
    "chair_service": "Thornwick Police, Northern command unit",
    "involved": "no",
}
SOUND_TEST = {
    "to_kind": LANTERNFISH[0],
    "to_name": LANTERNFISH[1],
    "text": "Test the sound insulation between the two floors.",
}
NAMED_OFFICER = {"to_kind": POLICE[0], "to_name": POLICE[1], "text": "Name one officer whom she can ring."}


def load_reviews(panel: str) -> None:
    """One review that has come to its outcome, and one whose meeting is planned, in whole weeks of shift."""
    with unit_of_work():
        load_review_people(panel)
    first = ReviewStory(panel, act, at_hour, weeks=weeks_until(date(2026, 12, 17)))
    first_to_decision(first, abernethy(first.on))
    first_to_outcome(first)
    first_afterwards(first)
    second = ReviewStory(panel, act, at_hour, weeks=weeks_until(date(2027, 1, 19)))
    second_to_consent(second, begum(second.on))
    second_to_decision(second)
    second_arranged(second)
    second.plan(second.on(2027, 1, 19), second.on(2027, 2, 3))


def weeks_until(last: date) -> int:
    """The shift after which ``last`` lies no later than yesterday, so that every step of a story has happened."""
    return (today() - timedelta(days=1) - last).days // 7


def first_to_decision(story: ReviewStory, answers: Answers) -> None:
    """Three incidents, each reported in time to another body: the threshold is met by count."""
    on = story.on
    story.apply(on(2026, 10, 19), answers)
    story.acknowledge(on(2026, 10, 21), "screening")
    story.write("cora", on(2026, 10, 21), "acknowledgement", Way.POST)
    story.talk_risk(on(2026, 10, 22), "medium", "Threats, and nights away from home.")
    story.name_bodies(on(2026, 10, 22), COUNCIL, POLICE, LANTERNFISH)
    story.let_in(on(2026, 10, 22), "larch", "rowan")
    story.answer(
        "larch",
        on(2026, 10, 27),
        POLICE,
        {"on": on(2026, 9, 2).isoformat(), "about": "Threat on the stairs", "qualifies": "yes"},
        status="Closed as a civil matter.",
        more="Name an officer she can ring.",
    )
    story.answer(
        "rowan",
        on(2026, 10, 27),
        LANTERNFISH,
        {"on": on(2026, 10, 7).isoformat(), "about": "Banging at night", "qualifies": "yes"},
        status="Passed to the council.",
        more="Test the sound insulation.",
    )
    story.answer(
        "cora",
        on(2026, 10, 28),
        COUNCIL,
        {"on": on(2026, 8, 4).isoformat(), "about": "Music at night", "qualifies": "yes"},
        status="A leaflet was sent.",
        more="Fit recording equipment.",
    )
    story.decide_met(on(2026, 10, 29), "count", "You told us of three separate incidents, each reported in time.")
    story.write("cora", on(2026, 10, 29), "threshold_met", Way.POST)


def first_to_outcome(story: ReviewStory) -> None:
    """A review with the person affected in its first part, her views on the plan, two recommendations."""
    on = story.on
    story.arrange(on(2026, 11, 2), JUNIPER, story.at_hour(on(2026, 11, 25), 10), "remote")
    story.write("cora", on(2026, 11, 2), "review_date", Way.POST)
    story.hold(on(2026, 11, 2), on(2026, 11, 25), "juniper", "recommend", "Each body left it to the others.")
    story.draft(on(2026, 11, 26), on(2026, 11, 30), "Lanternfish tests the sound. The police name one officer.")
    story.write("cora", on(2026, 11, 26), "draft_plan", Way.READ_OUT)
    story.hear_views(
        on(2026, 11, 30),
        "I want to know the officer's name before Christmas.",
        "The officer rings her by 18 December.",
    )
    answer_by = {"answer_by": on(2027, 1, 4).isoformat()}
    story.conclude(
        "juniper",
        on(2026, 12, 2),
        "Each body answered one call, and none looked at the three together.",
        "Lanternfish tests the sound. The police name one officer, who rings by 18 December.",
        "remote",
        [SOUND_TEST | answer_by, NAMED_OFFICER | answer_by],
    )
    story.write("juniper", on(2026, 12, 2), "outcome", Way.POST)


def first_afterwards(story: ReviewStory) -> None:
    """Both bodies take up what was recommended."""
    on = story.on
    story.respond("rowan", on(2026, 12, 15), 1, "Tested on 12 December. Mats are fitted in January.")
    story.respond("larch", on(2026, 12, 17), 2, "PC Novak rang her on 16 December and rings every second week.")


def second_to_consent(story: ReviewStory, answers: Answers) -> None:
    """A councillor rings for somebody who has not been asked yet; she agrees, through an interpreter."""
    on = story.on
    story.apply(on(2026, 12, 21), answers)
    story.acknowledge(on(2026, 12, 23), "consent")
    story.write("cora", on(2026, 12, 23), "receipt", Way.READ_OUT)
    story.write("cora", on(2026, 12, 23), "consent_needed", Way.READ_OUT, "By an interpreter, in Sylheti")
    story.hear_consent(on(2027, 1, 5), "interpreter", updates="yes", contents="no")
    story.write("cora", on(2027, 1, 5), "update_representative", Way.READ_OUT)


def second_to_decision(story: ReviewStory) -> None:
    """Two incidents count, one of them told to three bodies: the local rule for hate meets the threshold."""
    on = story.on
    story.talk_risk(on(2027, 1, 6), "high", "Racist abuse at her own door. She no longer goes out.")
    story.name_bodies(on(2027, 1, 6), POLICE, HOUSING, LANTERNFISH, told=(COUNCIL,))
    story.let_in(on(2027, 1, 6), "larch", "rowan")
    story.answer(
        "larch",
        on(2027, 1, 11),
        POLICE,
        {"on": on(2026, 11, 2).isoformat(), "about": "Rubbish through the door, racist word", "qualifies": "yes"},
        status="Filed without a visit.",
        more="Record it as hate crime and visit.",
    )
    story.decide_met(
        on(2027, 1, 14), "local", "What happened to you was hate, and nothing that was done has stopped it."
    )
    story.write("cora", on(2027, 1, 14), "threshold_met", Way.READ_OUT, "By an interpreter, in Sylheti")
    story.write("cora", on(2027, 1, 14), "update_representative", Way.READ_OUT)


def second_arranged(story: ReviewStory) -> None:
    """The inspector of a neighbouring area leads the review."""
    on = story.on
    story.arrange(on(2027, 1, 19), SAGE, story.at_hour(on(2027, 2, 3), 10), "speaker")
    story.write("cora", on(2027, 1, 19), "review_date", Way.READ_OUT, "By an interpreter, in Sylheti")


def second_to_outcome(story: ReviewStory) -> None:
    """The review, her views, and what comes of it."""
    on = story.on
    story.hold(on(2027, 1, 19), on(2027, 2, 3), "sage", "recommend", "Three bodies were told and none visited.")
    story.draft(on(2027, 2, 4), on(2027, 2, 9), "The police visit with an interpreter. Housing moves the bins.")
    story.hear_views(on(2027, 2, 9), "I am glad that somebody comes.", "Nothing. She agrees with all of it.")
    story.conclude(
        "sage",
        on(2027, 2, 10),
        "Three bodies were told of one incident, and each waited for another.",
        "The police visit with an interpreter. Housing moves the bins.",
        "speaker",
        [NAMED_OFFICER | {"answer_by": on(2027, 3, 10).isoformat()}],
    )
    story.write("sage", on(2027, 2, 10), "outcome", Way.READ_OUT, "By an interpreter; a recording in Sylheti was made")
    story.write("cora", on(2027, 2, 10), "update_representative", Way.READ_OUT)
