"""The steps of a case review as the demonstration plays them, each by the person who takes it on its own day."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from auth.accounts.service import account_by_email
from auth.policy_relationships import NAMED
from auth.roles import Actor
from casework.case_forms.service import fill_in
from casework.cases.access import case_by_id
from casework.cases.grants import give
from casework.letters.access import letters_of_case
from casework.letters.rules import WAITING, Way
from casework.letters.service import approve, send
from casework.panel_type.registry import panel_types
from casework.referrals import accepting, drafts, submission
from casework.referrals.access import open_for_acceptance, referral_for
from demo.answers import Answers
from panels.agendas import opening
from panels.agendas import service as agendas
from panels.decisions.access import item_for, running_order
from panels.decisions.service import save_record, start_item
from panels.decisions.typed import Typed
from panels.meetings.access import meeting_for
from panels.meetings.invitations import record_attendance
from panels.meetings.service import plan_meeting
from panels.minutes import closing
from panels.minutes import service as minutes
from panels.minutes.access import APPROVE, EDIT, minutes_for

Act = Callable[[str, datetime], AbstractContextManager[Actor]]
AtHour = Callable[..., datetime]

COUNCIL = ("council_community_safety", "Quillon Borough Council, Community Safety")
POLICE = ("police", "Quillon Police")
HOUSING = ("council_housing", "Quillon Borough Council, Housing")
LANTERNFISH = ("housing_association", "Lanternfish Homes")


class ReviewStory:
    """Plays one application. ``weeks`` shifts every day of it, so that weekdays stay what they are."""

    def __init__(self, panel: str, act: Act, at_hour: AtHour, *, weeks: int = 0) -> None:
        self.panel, self.act, self.at_hour, self.weeks = panel, act, at_hour, weeks
        self.case_id = UUID(int=0)

    def on(self, year: int, month: int, day: int) -> date:
        """A day of the story as it is played."""
        return date(year, month, day) + timedelta(weeks=self.weeks)

    def apply(self, day: date, answers: Answers) -> UUID:
        """The coordinator enters an application for somebody who rang, and opens it as a case the same day."""
        with self.act("cora", self.at_hour(day, 10)) as actor:
            referral = drafts.start_referral(actor=actor, panel=self.panel)
            for section in panel_types.get(self.panel).referral_form.sections:
                for number, item in enumerate(answers.get(section.id, ())):
                    drafts.save_item(actor=actor, referral=referral, section=section, number=number, item=item)
                if section.repeats and not answers.get(section.id):
                    drafts.nothing_to_add(actor=actor, referral=referral, section=section)
            submission.submit(actor=actor, referral=referral)
            referral_id = referral.id
        with self.act("cora", self.at_hour(day, 11)) as actor:
            opened = open_for_acceptance(actor, referral_for(actor, referral_id, "referral.triage"))
            case = accepting.accept(
                actor=actor, referral=opened.referral, reason="Every application is opened as a case.", known={}
            )
            self.case_id = case.id
        return referral_id

    def fill(self, who: str, day: date, key: str, hour: int = 12, **answers: Any) -> None:
        """Somebody fills in a form of the case: sections by name, each one item or a list of them."""
        told = {section: items if isinstance(items, list) else [items] for section, items in answers.items()}
        with self.act(who, self.at_hour(day, hour)) as actor:
            case = case_by_id(actor, self.case_id, "case.read", event="case.form").case
            fill_in(actor=actor, case=case, key=key, answers=told)

    def acknowledge(self, day: date, step: str) -> None:
        """Name the one person to speak to, and say what comes next."""
        self.fill(
            "cora",
            day,
            "acknowledgement",
            contact={
                "contact_name": "Cora Lindqvist",
                "contact_job": "Community safety coordinator, Quillon Borough Council",
                "contact_phone": "020 7946 0123",
                "contact_times": "Monday to Friday, 9 to 5",
            },
            first_look={
                "in_area": "yes",
                "asb": "yes",
                "contact_checked": ["safe"],
                "victim_support": "yes",
                "urgent": "no",
                "next": step,
            },
        )

    def name_bodies(self, day: date, *reviewed: tuple[str, str], told: tuple[tuple[str, str], ...] = ()) -> None:
        """Say whose response is looked at, and who else was told."""
        rows = [
            {"kind": kind, "name": name, "complained": complained, "passed_on": day.isoformat()}
            for complained, services in (("yes", reviewed), ("no", told))
            for kind, name in services
        ]
        self.fill("cora", day, "bodies", bodies=rows)

    def talk_risk(self, day: date, level: str, why: str) -> None:
        """Talk the risk through with the person affected."""
        told = {"on": day.isoformat(), "level": level, "why": why, "safeguarding": "no"}
        self.fill("cora", day, "risk_talk", risk_talk=told)

    def let_in(self, day: date, *members: str) -> None:
        """Officers of the bodies asked may open the case from now on."""
        for member in members:
            with self.act("cora", self.at_hour(day, 13)) as actor:
                case = case_by_id(actor, self.case_id, "case.read", event="case.access").case
                account = account_by_email(f"{member}@example.org")
                if account is None:
                    raise LookupError(f"The demonstration has no {member}.")
                give(actor=actor, case=case, account_id=account.id, kind=NAMED)

    def answer(
        self, who: str, day: date, body: tuple[str, str], contact: dict[str, str], *, status: str, more: str
    ) -> None:
        """A body says what it found and did."""
        kind, name = body
        summary = {"status": status, "more": more, "policies": "partly", "may_tell": "all", "signed": ["checked"]}
        self.fill(
            who,
            day,
            "agency_return",
            body={"kind": kind, "name": name, "officer": who.title()},
            contacts=[contact],
            actions=[],
            summary=summary,
        )

    def hear_consent(self, day: date, manner: str, *, updates: str, contents: str) -> None:
        """The person affected agrees, and says how far whoever speaks for them may follow."""
        told = {"given": "yes", "manner": manner, "on": day.isoformat(), "asked_by": "Cora Lindqvist"}
        self.fill("cora", day, "consent", consent={**told, "scope_updates": updates, "scope_contents": contents})

    def decide_met(self, day: date, ground: str, reasons: str) -> None:
        """Confirm that the threshold is met."""
        told = {"ground": ground, "reasons": reasons, "decided_with": "Quillon Police"}
        self.fill("cora", day, "threshold_met", threshold_met=told)

    def write(self, who: str, day: date, template: str, way: Way, note: str = "") -> None:
        """Read a letter that was drafted, let it go and say by which way it went."""
        with self.act(who, self.at_hour(day, 13)) as actor:
            opened = case_by_id(actor, self.case_id, "letter.write", event="letter.open")
            letter = next(
                one for one in letters_of_case(actor, opened) if one.template == template and one.state in WAITING
            )
            approve(actor=actor, opened=opened, letter=letter, version=letter.version, confirmed=True)
            send(actor=actor, opened=opened, letter=letter, way=way, note=note)

    def arrange(self, day: date, chair: dict[str, str], held_at: datetime, takes_part: str) -> None:
        """Name the chair and the day of the review."""
        self.fill(
            "cora",
            day,
            "review_arrangements",
            chair=chair,
            meeting={
                "held_at": held_at.isoformat(timespec="minutes"),
                "place": "Town Hall, room 5, and by video",
                "takes_part": takes_part,
                "adjustments": "A call the day before to try the video",
            },
        )

    def plan(self, planned_on: date, day: date) -> UUID:
        """Plan the meeting and put the case on its agenda; returns its id."""
        with self.act("cora", self.at_hour(planned_on, 14)) as actor:
            meeting = plan_meeting(
                actor=actor,
                panel=self.panel,
                starts_at=self.at_hour(day, 10),
                minutes_long=120,
                place="Town Hall, room 5, and by video",
            )
            agendas.add_to_agenda(actor=actor, meeting=meeting, case_id=self.case_id, chair_agreed=True)
            return meeting.id

    def hold(self, planned_on: date, day: date, chair: str, option: str, reason: str) -> None:
        """Hold the meeting under its chair, decide, close and minute it."""
        meeting_id = self.plan(planned_on, day)
        with self.act(chair, self.at_hour(day, 10)) as actor:
            meeting = meeting_for(actor, meeting_id, "meeting.run").meeting
            marks = {line.id: self._mark(line.account.email, chair) for line in meeting.attendances}
            record_attendance(actor=actor, meeting=meeting, marks=marks)
            opening.start(actor=actor, meeting=meeting, confidentiality_read=True, without_quorum_reason="")
        with self.act(chair, self.at_hour(day, 11)) as actor:
            opened = item_for(actor, meeting_id, 1)
            start_item(meeting=opened.meeting, item=opened.item)
            save_record(
                actor=actor, meeting=opened.meeting, item=opened.item, case=opened.case, version=0, decided=True,
                typed=Typed(
                    option=option, reason=reason, telling="The single point of contact", acted_by_id=actor.account_id
                ),
            )  # fmt: skip
        with self.act(chair, self.at_hour(day, 12)) as actor:
            meeting = meeting_for(actor, meeting_id, "meeting.run").meeting
            closing.close(actor=actor, meeting=meeting, order=running_order(actor, meeting), accepted=True)
        self._minute(meeting_id, day, chair)

    def _minute(self, meeting_id: UUID, day: date, chair: str) -> None:
        """The coordinator checks the minutes, the chair approves and issues them."""
        with self.act("cora", self.at_hour(day, 15)) as actor:
            opened = minutes_for(actor, meeting_id, EDIT)
            if opened.minutes is None:
                raise LookupError("The meeting has no minutes.")
            for item in opened.shown:
                minutes.check_item(actor=actor, minutes=opened.minutes, item=item, version=item.version)
        with self.act(chair, self.at_hour(day, 16)) as actor:
            opened = minutes_for(actor, meeting_id, APPROVE)
            if opened.minutes is None:
                raise LookupError("The meeting has no minutes.")
            minutes.approve(actor=actor, meeting=opened.meeting, minutes=opened.minutes, order=opened.order)
            minutes.issue(actor=actor, meeting=opened.meeting, minutes=opened.minutes)

    @staticmethod
    def _mark(email: str, chair: str) -> str:
        chairs = {"alder@example.org", "birch@example.org", "juniper@example.org", "sage@example.org"}
        return "apologies" if email in chairs - {f"{chair}@example.org"} else "present"

    def draft(self, day: date, answer_by: date, plan: str) -> None:
        """Share the draft plan with the person affected."""
        self.fill(
            "cora",
            day,
            "draft_plan",
            draft_plan={
                "plan": plan,
                "shared_on": day.isoformat(),
                "answer_by": answer_by.isoformat(),
                "checked": ["nobody_else"],
            },
        )

    def hear_views(self, day: date, views: str, changed: str) -> None:
        """What the person affected says about the draft."""
        told = {"answered": "yes", "on": day.isoformat(), "views": views, "changed": changed}
        self.fill("cora", day, "plan_views", plan_views=told)

    def conclude(
        self, who: str, day: date, findings: str, plan: str, took_part: str, recommendations: list[dict[str, str]]
    ) -> None:
        """The chair writes the outcome."""
        outcome = {"outcomes": ["recommendations"], "findings": findings, "plan": plan, "took_part": took_part}
        self.fill(who, day, "outcome", outcome=outcome, recommendations=recommendations)

    def respond(self, who: str, day: date, number: int, what: str) -> None:
        """A body answers a recommendation."""
        told = {"recommendation": number, "accepted": "yes", "what": what}
        self.fill(who, day, "recommendation_response", response=told)
