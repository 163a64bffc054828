"""The steps of a hate incident case as they are played, each by the person who takes it on its own day."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from auth.roles import Actor
from casework.case_forms.service import fill_in
from casework.cases.access import case_by_id
from casework.cases.assessments import add_assessment
from casework.handover.service import pass_on
from casework.panel_type.registry import panel_types
from casework.referrals import accepting, drafts, risk, submission
from casework.referrals import answers as answered
from casework.referrals.access import open_for_acceptance, referral_for
from demo.answers import Answers, Risk
from demo.playing import hand_out_papers
from panels.agendas import opening
from panels.agendas import service as agendas
from panels.decisions.access import item_for, running_order
from panels.decisions.service import save_record, start_item
from panels.decisions.typed import Typed
from panels.meetings.access import meeting_for
from panels.meetings.invitations import record_attendance
from panels.meetings.service import plan_meeting
from panels.minutes import closing

Act = Callable[[str, datetime], AbstractContextManager[Actor]]
AtHour = Callable[..., datetime]
CHAIR, COORDINATOR = "aspen", "hal"


class HateStory:
    """Plays one case. ``weeks`` shifts every day of it, so that weekdays stay what they are."""

    def __init__(self, panel: str, act: Act, at_hour: AtHour, *, weeks: int = 0) -> None:
        self.panel, self.act, self.at_hour, self.weeks = panel, act, at_hour, weeks
        self.case_id, self.referral_id = UUID(int=0), UUID(int=0)

    def on(self, year: int, month: int, day: int) -> date:
        """A day of the story as it is played."""
        return date(year, month, day) + timedelta(weeks=self.weeks)

    def refer(self, who: str, at: datetime, answers: Answers, given: Risk) -> None:
        """Somebody reports it."""
        with self.act(who, at) as actor:
            referral = drafts.start_referral(actor=actor, panel=self.panel)
            for section in panel_types.get(self.panel).referral_form.sections:
                for number, item in enumerate(answers.get(section.id, ())):
                    drafts.save_item(actor=actor, referral=referral, section=section, number=number, item=item)
                if section.repeats and not answers.get(section.id):
                    drafts.nothing_to_add(actor=actor, referral=referral, section=section)
            me = answered.item_of(referral, "referrer", 0).answers
            section = panel_types.get(self.panel).referral_form.section("referrer")
            told = {**me, "team": "Safer communities", "manager_informed": "yes"}
            drafts.save_item(actor=actor, referral=referral, section=section, number=0, item=told)
            risk.save_risk(actor=actor, referral=referral, given=given)
            submission.submit(actor=actor, referral=referral)
            self.referral_id = referral.id

    def accept(self, at: datetime, reason: str) -> None:
        """The coordinator takes it."""
        with self.act(COORDINATOR, at) as actor:
            opened = open_for_acceptance(actor, referral_for(actor, self.referral_id, "referral.triage"))
            case = accepting.accept(actor=actor, referral=opened.referral, reason=reason, known={})
            self.case_id = case.id

    def fill(self, who: str, moment: datetime, key: str, **answers: Any) -> None:
        """Somebody fills in a form of the case that has one section of the same name."""
        with self.act(who, moment) as actor:
            case = case_by_id(actor, self.case_id, "case.read", event="case.form").case
            fill_in(actor=actor, case=case, key=key, answers={key: [answers]})

    def assess(self, at: datetime, given: Risk, occasion: str) -> None:
        """The coordinator assesses the risk again."""
        with self.act(COORDINATOR, at) as actor:
            case = case_by_id(actor, self.case_id, "case.assess", event="case.change").case
            tool = panel_types.get(self.panel).risk_tools[0]
            add_assessment(
                actor=actor,
                case=case,
                person=case.parties[0].person,
                tool=tool.id,
                answers=dict(given),
                band=None,
                rationale="",
                occasion=occasion,
            )

    def call(self, planned_on: date, day: date) -> UUID:
        """Plan a meeting, put the case on it and hand out its papers; returns its id."""
        with self.act(COORDINATOR, self.at_hour(planned_on, 14)) as actor:
            meeting = plan_meeting(
                actor=actor,
                panel=self.panel,
                starts_at=self.at_hour(day, 10),
                minutes_long=90,
                place="Town Hall, room 2, and by video",
            )
            meeting_id = meeting.id
        with self.act(CHAIR, self.at_hour(planned_on, 15)) as actor:
            meeting = meeting_for(actor, meeting_id, "agenda.edit").meeting
            agendas.add_to_agenda(actor=actor, meeting=meeting, case_id=self.case_id, chair_agreed=True)
        hand_out_papers(self.act, COORDINATOR, self.at_hour(planned_on, 16), meeting_id)
        return meeting_id

    def hear(self, planned_on: date, day: date, typed: Typed, absent: tuple[str, ...] = ()) -> UUID:
        """Call a meeting about the case, hold it, decide and close it."""
        meeting_id = self.call(planned_on, day)
        with self.act(CHAIR, self.at_hour(day, 10)) as actor:
            meeting = meeting_for(actor, meeting_id, "meeting.run").meeting
            away = {f"{name}@example.org" for name in absent}
            marks = {line.id: "apologies" if line.account.email in away else "present" for line in meeting.attendances}
            record_attendance(actor=actor, meeting=meeting, marks=marks)
            opening.start(actor=actor, meeting=meeting, confidentiality_read=True, without_quorum_reason="")
        with self.act(CHAIR, self.at_hour(day, 10, 20)) as actor:
            opened = item_for(actor, meeting_id, 1)
            start_item(meeting=opened.meeting, item=opened.item)
            save_record(
                actor=actor,
                meeting=opened.meeting,
                item=opened.item,
                case=opened.case,
                version=0,
                decided=True,
                typed=typed,
            )
        with self.act(CHAIR, self.at_hour(day, 11)) as actor:
            meeting = meeting_for(actor, meeting_id, "meeting.run").meeting
            closing.close(actor=actor, meeting=meeting, order=running_order(actor, meeting), accepted=True)
        return meeting_id

    def pass_tension_on(self, at: datetime, **answers: Any) -> str:
        """The chair passes a summary on; returns its reference there."""
        with self.act(CHAIR, at) as actor:
            case = case_by_id(actor, self.case_id, "case.pass_on", event="case.change").case
            sent = pass_on(actor=actor, case=case, key="tension", answers={"tension_report": [answers]})
            return sent.reference or ""
