"""The meetings of the demonstration: one held and minuted, one in preparation."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from uuid import UUID

from auth.accounts.service import account_by_email
from auth.roles import Actor
from casework.enquiries.access import my_enquiries
from casework.enquiries.rules import Known
from casework.enquiries.service import Answer, answer
from demo.playing import hand_out_papers
from demo.scenes import Scene
from panels.agendas import opening, requests
from panels.agendas import service as agendas
from panels.decisions.access import OpenItem, item_for, running_order
from panels.decisions.service import add_contribution, save_record, start_item
from panels.decisions.typed import NewAction, Typed
from panels.meetings.access import meeting_for
from panels.meetings.invitations import record_attendance
from panels.meetings.service import plan_meeting
from panels.minutes import closing
from panels.minutes import service as minutes_service
from panels.minutes.access import APPROVE, EDIT, minutes_for

Act = Callable[[str, datetime], AbstractContextManager[Actor]]
AtHour = Callable[..., datetime]

DECISIONS = {
    "penhallow": (
        "adopt",
        "high",
        "Visitors came back after the locks were changed, so no agency can end this alone.",
        (("larch", "Apply to the court to close the flat", 20), ("hazel", "Assess his care and support needs", 12)),
    ),
    "ashgrove": (
        "keep_for_review",
        "medium",
        "Warnings have not changed anything yet. One more month with noise recordings.",
        (("rowan", "Fit recording equipment and collect the recordings", 15),),
    ),
    "lanternwick": (
        "adopt",
        "high",
        "A child is afraid to leave home and the group meets daily.",
        (("ivy", "Start early help with the family", 10), ("larch", "Walk the block at school times for two weeks", 8)),
    ),
    "underhay": (
        "adopt",
        "medium",
        "Contact goes on in spite of the move, and each agency holds one part.",
        (("maple", "Agree a new safety plan by phone", 9),),
    ),
}
AWAY = "elm@example.org"
SPEAKERS = {
    "police": "larch",
    "lanternfish": "rowan",
    "adult_care": "hazel",
    "children": "ivy",
    "victim_support": "maple",
    "mental_health": "elm",
}


class MeetingStory:
    """Plays the meetings of one panel."""

    def __init__(self, panel: str, act: Act, at_hour: AtHour) -> None:
        self.panel, self.act, self.at_hour = panel, act, at_hour

    def plan(self, today: date, day: date) -> UUID:
        """Plan an ordinary meeting; returns its id."""
        with self.act("cora", self.at_hour(today, 9)) as actor:
            return plan_meeting(
                actor=actor,
                panel=self.panel,
                starts_at=self.at_hour(day, 10),
                minutes_long=150,
                place="Town Hall, room 3, and by video",
            ).id

    def hold(self, meeting_id: UUID, day: date, cases: dict[Scene, UUID]) -> None:
        """Prepare, hold, close and minute a meeting that decides every case."""
        self.prepare(meeting_id, day - timedelta(days=14), list(cases.values()))
        self._answer(day - timedelta(days=6), {case_id: scene for scene, case_id in cases.items()})
        hand_out_papers(self.act, "cora", self.at_hour(day - timedelta(days=5), 15), meeting_id)
        self._open(meeting_id, day)
        for number, scene in enumerate(cases, start=1):
            self._decide(meeting_id, day, number, scene)
        self._close(meeting_id, day)

    def prepare(self, meeting_id: UUID, today: date, case_ids: list[UUID]) -> None:
        """Put the cases that are ready on the agenda and ask the agencies."""
        with self.act("cora", self.at_hour(today, 14)) as actor:
            meeting = meeting_for(actor, meeting_id, "agenda.edit").meeting
            ready = {case.id for case, found in agendas.ready_cases(actor, meeting) if found.ready}
            for case_id in case_ids:
                if case_id in ready:
                    agendas.add_to_agenda(actor=actor, meeting=meeting, case_id=case_id, chair_agreed=True)
            agencies = {line.agency.id for line in requests.standings(actor, meeting)}
            requests.send_requests(actor=actor, meeting=meeting, agency_ids=agencies)

    def _answer(self, today: date, scenes: dict[UUID, Scene]) -> None:
        for agency, who in SPEAKERS.items():
            with self.act(who, self.at_hour(today, 16)) as actor:
                for enquiry in my_enquiries(actor):
                    if enquiry.answered_at is None and enquiry.case_id in scenes:
                        words = scenes[enquiry.case_id].said.get(agency)
                        given = Answer(Known.KNOWN, {"facts": words}) if words else Answer(Known.NOT_KNOWN, {})
                        answer(actor=actor, enquiry=enquiry, version=enquiry.version, given=given)

    def _open(self, meeting_id: UUID, day: date) -> None:
        with self.act("alder", self.at_hour(day, 10)) as actor:
            meeting = meeting_for(actor, meeting_id, "meeting.run").meeting
            marks = {line.id: "apologies" if line.account.email == AWAY else "present" for line in meeting.attendances}
            record_attendance(actor=actor, meeting=meeting, marks=marks)
            opening.start(
                actor=actor,
                meeting=meeting,
                confidentiality_read=True,
                without_quorum_reason="The health trust sent apologies and its answers in writing.",
            )

    def _decide(self, meeting_id: UUID, day: date, number: int, scene: Scene) -> None:
        option, band, reason, actions = DECISIONS[scene.key]
        with self.act("alder", self.at_hour(day, 10, number * 12)) as actor:
            opened = item_for(actor, meeting_id, number)
            start_item(meeting=opened.meeting, item=opened.item)
            for speaker, words in scene.said.items():
                self._say(actor, opened, speaker, words)
            typed = Typed(
                option=option, reason=reason, band=band, review_on=day + timedelta(days=28), telling="The lead officer",
                actions=tuple(self._action(row, day, *told) for row, told in enumerate(actions, start=1)),
            )  # fmt: skip
            save_record(
                actor=actor, meeting=opened.meeting, item=opened.item, case=opened.case, version=0, typed=typed,
                decided=True,
            )  # fmt: skip

    @staticmethod
    def _say(actor: Actor, opened: OpenItem, speaker: str, words: str) -> None:
        account = account_by_email(f"{SPEAKERS[speaker]}@example.org")
        if account is None:
            raise LookupError(f"The demonstration has no {speaker}.")
        add_contribution(
            actor=actor,
            meeting=opened.meeting,
            item=opened.item,
            case=opened.case,
            agency_id=account.agency_id,
            nature="fact",
            handling="panel",
            text=words,
        )

    @staticmethod
    def _action(row: int, day: date, who: str, text: str, days: int) -> NewAction:
        account = account_by_email(f"{who}@example.org")
        if account is None:
            raise LookupError(f"The demonstration has no {who}.")
        due = day + timedelta(days=days)
        return NewAction(row=row, agency_id=account.agency_id, officer=account.name, text=text, due_on=due)

    def _close(self, meeting_id: UUID, day: date) -> None:
        with self.act("alder", self.at_hour(day, 12, 20)) as actor:
            meeting = meeting_for(actor, meeting_id, "meeting.run").meeting
            closing.close(actor=actor, meeting=meeting, order=running_order(actor, meeting), accepted=True)
        with self.act("cora", self.at_hour(day + timedelta(days=1), 9)) as actor:
            self._check_all(actor, meeting_id)
        with self.act("alder", self.at_hour(day + timedelta(days=1), 15)) as actor:
            opened = minutes_for(actor, meeting_id, APPROVE)
            if opened.minutes is None:
                raise LookupError("The meeting has no minutes.")
            minutes_service.approve(actor=actor, meeting=opened.meeting, minutes=opened.minutes, order=opened.order)
            minutes_service.issue(actor=actor, meeting=opened.meeting, minutes=opened.minutes)

    @staticmethod
    def _check_all(actor: Actor, meeting_id: UUID) -> None:
        opened = minutes_for(actor, meeting_id, EDIT)
        if opened.minutes is None:
            raise LookupError("The meeting has no minutes.")
        for item in opened.shown:
            minutes_service.check_item(actor=actor, minutes=opened.minutes, item=item, version=item.version)
