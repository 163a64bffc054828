"""The Channel cases of the demonstration, told by the services on the days that are given.

C1: an adult goes through the whole programme. C3: the local authority refers, and the panel does not adopt.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.accounts.finding import account_by_email
from auth.models import Agency
from auth.policy_relationships import NAMED
from casework.case_forms.service import fill_in
from casework.cases.access import case_by_id
from casework.cases.grants import give
from casework.cases.models import Case
from casework.emergency import service as emergency
from casework.panel_settings.service import Proof, choose_mode
from casework.panel_type.questions import Answers
from casework.panel_type.registry import panel_types
from casework.referrals import accepting, drafts, submission
from casework.referrals.access import open_for_acceptance, referral_for
from casework.referrals.answers import form_of, item_of
from demo.playing import Act, hand_out_papers
from extensions import db
from panels.agendas import opening
from panels.agendas import service as agendas
from panels.agendas.access import items_of
from panels.agendas.guests import invite_guest
from panels.decisions.access import OpenItem, item_for, running_order
from panels.decisions.service import save_record, start_item
from panels.decisions.typed import Typed
from panels.meetings.access import meeting_for
from panels.meetings.invitations import record_attendance
from panels.meetings.service import plan_meeting
from panels.minutes import closing

AtHour = Callable[..., datetime]


class ChannelStory:
    """Tells what happens in the panel, act by act, each by the person who would do it."""

    def __init__(self, panel: str, act: Act, at_hour: AtHour) -> None:
        self.panel, self.act, self.at_hour = panel, act, at_hour

    def run_in_full(self, day: date) -> None:
        """The impact assessment is signed and on record, so the panel holds case content from that day on."""
        proof = Proof("DPIA-CH-7", "Quillon data protection officer", day, day + timedelta(days=365))
        with self.act("oak", self.at_hour(day, 9)) as actor:
            choose_mode(
                actor=actor,
                panel=self.panel,
                mode="full",
                from_on=day,
                why="The impact assessment for case content is signed.",
                proof=proof,
            )

    def log(self, who: str, day: date, told: Answers, hour: int = 10) -> UUID:
        """The coordinator or the case officer logs a person; returns the referral's id."""
        with self.act(who, self.at_hour(day, hour)) as actor:
            referral = drafts.start_referral(actor=actor, panel=self.panel)
            form = form_of(referral)
            own = {**item_of(referral, "referrer", 0).answers, "team": "Prevent", "phone": "020 7946 0125"}
            for section in form.sections:
                items: list[Any] = [own] if section.id == "referrer" else told[section.id]
                for number, item in enumerate(items):
                    asked = {question.id for question in section.questions}
                    kept = {key: value for key, value in item.items() if key in asked}
                    drafts.save_item(actor=actor, referral=referral, section=section, number=number, item=kept)
            submission.submit(actor=actor, referral=referral)
            return referral.id

    def take(self, referral_id: UUID, day: date, hour: int = 15) -> UUID:
        """The coordinator begins to gather information; returns the case's id."""
        with self.act("chan", self.at_hour(day, hour)) as actor:
            opened = open_for_acceptance(actor, referral_for(actor, referral_id, "referral.triage"))
            reason = "The gateway ended with a concern, and the police cleared it."
            return accepting.accept(actor=actor, referral=opened.referral, reason=reason, known={}).id

    def fill(
        self, who: str, day: date, case_id: UUID, key: str, told: Answers | dict[str, Any], hour: int = 11
    ) -> None:
        """Somebody fills in a form of one section (its answers) or of several (all of them)."""
        with self.act(who, self.at_hour(day, hour)) as actor:
            form = panel_types.get(self.panel).case_form(key).form
            whole = all(section.id in told for section in form.sections)
            answers: Any = told if whole else {form.sections[0].id: [told]}
            case = case_by_id(actor, case_id, "case.form").case
            fill_in(actor=actor, case=case, key=key, answers=answers)

    def plan(self, today: date, day: date) -> UUID:
        """Plan an ordinary meeting; returns its id."""
        with self.act("chan", self.at_hour(today, 9)) as actor:
            return plan_meeting(
                actor=actor,
                panel=self.panel,
                starts_at=self.at_hour(day, 10),
                minutes_long=120,
                place="Town Hall, room 1",
            ).id

    def list_case(
        self, meeting_id: UUID, day: date, case_id: UUID, needed: tuple[str, ...], *, agreed: bool = False
    ) -> None:
        """Put a case on the agenda and name the agencies needed for it, by their short names. ``agreed``: the chair
        agrees to it though it comes late."""
        with self.act("chan", self.at_hour(day, 10)) as actor:
            meeting = meeting_for(actor, meeting_id, "agenda.edit").meeting
            item = agendas.add_to_agenda(actor=actor, meeting=meeting, case_id=case_id, chair_agreed=agreed)
            wanted = db.session.scalars(sa.select(Agency.id).where(Agency.short_name.in_(needed)))
            agendas.set_needed(
                actor=actor, meeting=meeting, version=meeting.version, item_id=item.id, agency_ids=list(wanted)
            )

    def name_members(self, day: date, case_id: UUID, *members: str) -> None:
        """Invite members to a case by name: nobody else of them opens it."""
        with self.act("chan", self.at_hour(day, 11)) as actor:
            case = case_by_id(actor, case_id, "grant.give").case
            for who in members:
                give(actor=actor, case=case, account_id=self._account(who), kind=NAMED)

    def ask_guest(self, meeting_id: UUID, day: date, case_id: UUID, who: str) -> None:
        """Ask somebody from outside to come for one case of a meeting."""
        with self.act("chan", self.at_hour(day, 12)) as actor:
            meeting = meeting_for(actor, meeting_id, "agenda.edit").meeting
            items = items_of(meeting)
            case = case_by_id(actor, case_id, "grant.give").case
            item = next(one for one in items if one.case_id == case_id)
            invite_guest(actor=actor, meeting=meeting, items=items, item=item, case=case, account_id=self._account(who))

    def use_emergency_access(self, who: str, day: date, case_id: UUID, reviewer: str) -> None:
        """The chair is ill: a deputy reads the case for a while, and somebody of another agency finds it right."""
        with self.act(who, self.at_hour(day, 9)) as actor:
            reference = db.session.scalars(sa.select(Case.reference).where(Case.id == case_id)).one()
            reason = "The chair is ill today, and his brother asks for him at the desk."
            _, access = emergency.begin(actor=actor, reference=reference, kind="cover", reason=reason)
            if access is None:
                raise LookupError(f"{who} opens {reference} without it.")
            access_id = access.id
        with self.act(who, self.at_hour(day, 9, 5)) as actor:
            case_by_id(actor, case_id)
        with self.act(who, self.at_hour(day, 9, 40)) as actor:
            emergency.end(actor=actor, access_id=access_id)
        with self.act(reviewer, self.at_hour(day, 15)) as actor:
            found = "The chair could not be reached, and nothing was opened but this."
            emergency.review(actor=actor, access_id=access_id, finding="justified", words=found)

    @staticmethod
    def _account(who: str) -> UUID:
        account = account_by_email(f"{who}@example.org")
        if account is None:
            raise LookupError(f"The demonstration has no {who}.")
        return account.id

    def publish(self, meeting_id: UUID, day: date) -> None:
        """Build the papers and hand them out; the cases are listed then."""
        hand_out_papers(self.act, "chan", self.at_hour(day, 14), meeting_id)

    def open(self, meeting_id: UUID, day: date, away: tuple[str, ...] = ()) -> None:
        """The chair opens the meeting; everybody but ``away`` is there."""
        absent = {f"{who}@example.org" for who in away}
        with self.act("dean", self.at_hour(day, 10)) as actor:
            meeting = meeting_for(actor, meeting_id, "meeting.run").meeting
            marks = {one.id: "apologies" if one.account.email in absent else "present" for one in meeting.attendances}
            record_attendance(actor=actor, meeting=meeting, marks=marks)
            opening.start(actor=actor, meeting=meeting, confidentiality_read=True, without_quorum_reason="")

    def decide(self, meeting_id: UUID, day: date, number: int, typed: Typed, minute: int = 30) -> None:
        """The chair records what the panel decided about the case at this place."""
        with self.act("dean", self.at_hour(day, 10, minute)) as actor:
            opened: OpenItem = item_for(actor, meeting_id, number)
            start_item(meeting=opened.meeting, item=opened.item)
            save_record(
                actor=actor, meeting=opened.meeting, item=opened.item, case=opened.case, version=0, typed=typed,
                decided=True,
            )  # fmt: skip

    def close(self, meeting_id: UUID, day: date) -> None:
        """The chair closes the meeting, which carries the decisions out."""
        with self.act("dean", self.at_hour(day, 12)) as actor:
            meeting = meeting_for(actor, meeting_id, "meeting.run").meeting
            closing.close(actor=actor, meeting=meeting, order=running_order(actor, meeting), accepted=True)

    def agency_of(self, who: str, day: date) -> UUID:
        """The agency of a demo account."""
        with self.act(who, self.at_hour(day, 9)) as actor:
            return actor.agency_id
