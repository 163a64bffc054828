"""Where the rows of the home page come from. Each source is one question to plain columns; nothing is opened."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from auth.doors import shut_panels
from auth.models import Agency
from auth.panel_facts import wants_fresh_proof
from auth.policy import may
from auth.roles import Actor, Role
from casework.actions.access import case_named, owned_by
from casework.actions.holding import not_held
from casework.actions.models import Action
from casework.actions.rules import STANDING
from casework.case_forms.entries import waiting_in
from casework.case_forms.models import FormEntry
from casework.case_forms.service import may_agree
from casework.cases.access import relationships
from casework.cases.models import Case
from casework.cases.rules import band_rank
from casework.cases.shut_out import shut_out_of
from casework.clocks.models import Clock
from casework.enquiries.access import asked_of, meetings_over, shown_since
from casework.enquiries.models import Enquiry
from casework.matches.models import MatchNotice
from casework.panel_type.letter_templates import LETTER_EVENT
from casework.panel_type.registry import panel_types
from casework.referrals.access import my_referrals
from casework.referrals.models import Referral
from extensions import db, now, present_settings
from panels.agendas.models import Pack
from panels.meetings.access import CLOSED, PLANNED
from panels.meetings.cycle import dates_of
from panels.meetings.models import Attendance, Meeting
from panels.minutes.access import newest, to_approve
from panels.minutes.models import Minutes
from wording.dates import as_date, today, uk_date

LEADS = (Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR)
OWN_REFERRALS = 10
RECORDS: dict[str, tuple[type[Referral] | type[Case], str]] = {
    "referral": (Referral, "/triage/"),
    "case": (Case, "/cases/"),
}


@dataclass(frozen=True)
class Need:
    """One row: what to do, where, by when. ``risk`` ranks the band; ``since`` says how long it waits.

    ``reference`` is the record it is about; the page keeps it in one piece. ``first``: it stands in front of all that
    is due, because it has no day and would stand behind everything else.
    """

    text: str
    href: str
    due_on: date | None = None
    risk: int = 0
    since: date | None = None
    reference: str = ""
    first: bool = False


@dataclass(frozen=True)
class Questions:
    """What the person's agency is asked."""

    left: int
    answered: int
    due_on: date | None

    def as_needs(self) -> list[Need]:
        """One row for all of them, or none."""
        if not self.left:
            return []
        words = f"Answer {self.left} question{'' if self.left == 1 else 's'} for your agency"
        return [Need(words, "/questions", self.due_on)]


@dataclass(frozen=True)
class OwnReferral:
    """A referral of this person's and, in the panel's own words for referrers, how it stands."""

    href: str
    title: str
    on: date
    words: str


def name_on_home(panel: str) -> str:
    """What a panel is called on a page that others in the room may see: its neutral name where its records want a fresh
    proof before they are shown, else its name."""
    found = panel_types.get(panel)
    return found.neutral_name if wants_fresh_proof(panel) else found.name


def led_panels(actor: Actor) -> tuple[str, ...]:
    """The panels this person chairs or coordinates, without those that want a fresh proof first."""
    shut = shut_panels(actor)
    return tuple(panel for panel in actor.panels(*LEADS) if panel not in shut)


def promises(actor: Actor) -> list[Need]:
    """Running clocks of the panels this person leads, with the record each is about; windows ask nothing of anybody."""
    found = []
    for kind, (model, path) in RECORDS.items():
        wanted = (
            sa.select(Clock, model.reference, model.band)
            .join(model, model.id == Clock.object_id)
            .where(Clock.object_type == kind, Clock.panel.in_(led_panels(actor)), Clock.met_at.is_(None))
            .where(Clock.stopped_at.is_(None), _case_of(model).not_in(closed_to(actor)))
        )
        for clock, reference, band in db.session.execute(wanted):
            if reference and not clock.is_paused() and _is_for(actor, clock):
                found.append(_promise(clock, reference, band, path))
    return found


def minutes_to_finish(actor: Actor) -> list[Need]:
    """Drafted or approved minutes that members cannot read yet."""
    wanted = (
        sa.select(Minutes, Meeting)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(Meeting.panel.in_(led_panels(actor)), Minutes.issued_at.is_(None))
    )
    found = []
    for minutes, meeting in db.session.execute(wanted):
        dates = dates_of(meeting)
        verb = "Check and approve" if minutes.approved_at is None else "Issue"
        words = f"{verb} the minutes of {uk_date(meeting.starts_at)}"
        found.append(Need(words, f"/meetings/{meeting.id}/minutes", dates.minutes_on if dates else None))
    return found


def minutes_to_approve(actor: Actor) -> list[Need]:
    """Drafted minutes of a meeting that this person was named to chair, without running its panel."""
    wanted = to_approve(actor).where(Meeting.panel.not_in(led_panels(actor)))
    found = []
    for meeting in db.session.scalars(wanted.order_by(Meeting.starts_at)):
        draft, dates = newest(meeting, issued_only=False), dates_of(meeting)
        if draft is not None and draft.approved_at is None:
            words = f"Approve the minutes of {uk_date(meeting.starts_at)}"
            found.append(Need(words, f"/meetings/{meeting.id}/minutes", dates.approved_on if dates else None))
    return found


def packs_to_publish(actor: Actor) -> list[Need]:
    """Meetings whose papers members cannot read yet, by the day on which they should."""
    published = sa.select(Pack.meeting_id).where(Pack.published_at.is_not(None))
    wanted = sa.select(Meeting).where(
        Meeting.panel.in_(led_panels(actor)), Meeting.state == PLANNED, Meeting.id.not_in(published)
    )
    found = []
    for meeting in db.session.scalars(wanted):
        dates = dates_of(meeting)
        due_on = dates.pack_on if dates else as_date(meeting.starts_at)
        words = f"Publish the pack for {uk_date(meeting.starts_at)}"
        found.append(Need(words, f"/meetings/{meeting.id}/agenda", due_on))
    return found


def invitations_to_answer(actor: Actor) -> list[Need]:
    """Meetings to which this person has not said whether they come."""
    wanted = (
        sa.select(Meeting)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Attendance.account_id == actor.account_id, Attendance.status == "invited")
        .where(Meeting.panel.not_in(shut_panels(actor)))
        .where(Meeting.opened_at.is_(None), Meeting.starts_at > now(), Meeting.state != CLOSED)
    )
    found = []
    for meeting in db.session.scalars(wanted):
        on = as_date(meeting.starts_at)
        words = f"Say whether you are coming to the meeting: {name_on_home(meeting.panel)}"
        found.append(Need(words, f"/meetings/{meeting.id}", on))
    return found


def late_actions(actor: Actor) -> list[Need]:
    """One row for the late actions of the panels this person leads, other agencies' only: how many, and whose."""
    wanted = (
        sa.select(Agency.short_name, sa.func.count(), sa.func.min(Action.due_on))
        .join(Agency, Agency.id == Action.agency_id)
        .where(
            Action.panel.in_(led_panels(actor)),
            Action.agency_id != actor.agency_id,
            Action.status.in_(STANDING),
            Action.due_on < today(),
            not_held(),
            Action.case_id.not_in(closed_to(actor)),
        )
        .group_by(Agency.short_name)
    )
    found = sorted(db.session.execute(wanted).all(), key=lambda row: (-row[1], row[0]))
    if not found:
        return []
    count = sum(row[1] for row in found)
    words = "1 action is late" if count == 1 else f"{count} actions are late"
    owners = ", ".join(f"{name} {number}" for name, number, _ in found)
    return [Need(f"{words}: {owners}", "/actions?which=late", min(row[2] for row in found))]


def forms_to_agree(actor: Actor) -> list[Need]:
    """Forms on cases that wait for this person's word, each on its own row."""
    rows = waiting_in(panel for panel in actor.panels() if panel not in shut_panels(actor))
    related = relationships(actor, [case for _, case in rows])
    return [
        Need(f"Read and agree to a form on {case.reference}", _form_page(case, entry), since=as_date(entry.at))
        for entry, case in rows
        if may(actor, "case.form", case.panel, related[case.id]) and may_agree(actor, case, entry)
    ]


def matches_to_decide(actor: Actor) -> list[Need]:
    """One row for the people and places of this person's panels that another panel knows."""
    panels = [panel for panel in actor.panels() if may(actor, "match.read", panel) and panel not in shut_panels(actor)]
    wanted = sa.select(sa.func.count(), sa.func.min(MatchNotice.found_at)).where(
        MatchNotice.panel.in_(panels), MatchNotice.choice == ""
    )
    count, oldest = db.session.execute(wanted).one()
    words = (
        "Decide about 1 match with another panel" if count == 1 else f"Decide about {count} matches with other panels"
    )
    return [Need(words, "/matches", since=as_date(oldest))] if count else []


def own_actions(actor: Actor) -> list[Need]:
    """The standing actions of the person's agency, by reference: what is to be done is read on the action's page."""
    if actor.has_no_case():
        return []
    wanted = (
        sa.select(Action.id, Action.due_on, Action.panel, Case.reference, sa.not_(not_held()))
        .join(Case, Case.id == Action.case_id)
        .where(Action.agency_id == actor.agency_id, Action.status.in_(STANDING))
        .where(sa.or_(Action.officer_id.is_(None), Action.officer_id == actor.account_id))
        .where(Action.case_id.not_in(closed_to(actor)), Action.panel.not_in(shut_panels(actor)), owned_by(actor))
    )
    rows = db.session.execute(wanted.order_by(Action.due_on).limit(50))
    return [
        Need(
            "Your action, on hold" if held else "Your action",
            f"/actions/{one}",
            None if held else due_on,
            reference=reference if case_named(actor, panel) else "",
        )
        for one, due_on, panel, reference, held in rows
    ]


def questions_of(actor: Actor) -> Questions:
    """How many questions the person's agency has left, how many it has answered of those still current: a question is
    asked for a meeting, and is nobody's task once that meeting has closed."""
    if actor.has_no_case():
        return Questions(0, 0, None)
    wanted = sa.select(Enquiry.answered_at, Enquiry.due_on).where(
        Enquiry.agency_id == actor.agency_id,
        Enquiry.due_on >= shown_since(),
        Enquiry.meeting_id.not_in(meetings_over()),
        Enquiry.case_id.not_in(closed_to(actor)),
        Enquiry.panel.not_in(shut_panels(actor)),
        asked_of(actor),
    )
    rows = list(db.session.execute(wanted))
    left = [due_on for answered_at, due_on in rows if answered_at is None]
    return Questions(len(left), len(rows) - len(left), min(left, default=None))


def own_referrals(actor: Actor) -> list[OwnReferral]:
    """What this person referred, newest first, with the stage it has reached."""
    keep = timedelta(days=present_settings().draft_days)
    return [_own_referral(referral, keep) for referral in my_referrals(actor, limit=OWN_REFERRALS)]


def _own_referral(referral: Referral, keep: timedelta) -> OwnReferral:
    lifecycle = panel_types.get(referral.panel).lifecycle
    href = f"/refer/{referral.id}"
    if referral.submitted_at is None:
        kept = f"We keep it until {uk_date(referral.created_at + keep)}"
        return OwnReferral(href, "Draft: go on with it", as_date(referral.created_at), kept)
    state = referral.case.state if referral.case else referral.state
    words = lifecycle.state(state).referrer_words
    return OwnReferral(href, referral.reference or "", as_date(referral.submitted_at), words)


def _form_page(case: Case, entry: FormEntry) -> str:
    return f"/cases/{case.reference}/forms/{entry.form}/{entry.id}"


def _promise(clock: Clock, reference: str, band: str | None, path: str) -> Need:
    panel = panel_types.get(clock.panel)
    rank = band_rank(panel.risk_tools).get(band or "", -1)
    rule = panel.clock(clock.rule)
    by_letter = any(event.startswith(LETTER_EVENT) for event in rule.met_by)
    href = f"{path}{reference}{'/letters' if by_letter else ''}"
    return Need(rule.title, href, as_date(clock.due_at), rank, as_date(clock.started_at), reference)


def _is_for(actor: Actor, clock: Clock) -> bool:
    rule = panel_types.get(clock.panel).clock(clock.rule)
    if rule.window:
        return False
    owner = rule.owner_role
    held = {role.value for role in actor.roles(clock.panel)}
    return owner in held or (owner == Role.COORDINATOR and bool(held & {role.value for role in LEADS}))


def _case_of(model: type[Referral] | type[Case]) -> sa.ColumnElement[UUID]:
    """The case a record belongs to; a referral that is no case yet counts as its own."""
    return sa.func.coalesce(Referral.case_id, Referral.id) if model is Referral else Case.id.expression


def closed_to(actor: Actor) -> sa.Select[UUID]:
    """The cases and referrals from which this person is shut out."""
    return shut_out_of(actor)
