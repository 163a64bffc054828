"""What stands in the placeholders of a letter about an opened case."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from auth.models import Account, Appointment
from auth.roles import Actor
from casework.actions.access import actions_of_case
from casework.actions.models import Action
from casework.actions.rules import STANDING
from casework.cases.facts import facts_of
from casework.cases.models import Case
from casework.clocks.models import Clock
from casework.clocks.service import clocks_of
from casework.letters.placeholders import FUNCTIONS, Gap, with_gaps
from casework.letters.recipients import Recipient, name_of, subjects_of
from casework.letters.words import Words, fill_in, words_of
from casework.panel_type.definition import COORDINATOR, PanelType
from casework.panel_type.facts import CaseFacts
from casework.panel_type.registry import panel_types
from casework.panel_type.shown import display
from extensions import db, now, present_settings
from wording.dates import as_date, today, uk_date

CASE, REFERRAL = "case", "referral"
NEXT_MEETING = "casework-next-meeting"
Told = Mapping[str, str]


def words_for(actor: Actor, case: Case, template: str, recipient: Recipient, told: Told) -> tuple[str, str, str]:
    """Subject, text and words' version of a letter about an opened case. ``told`` stands above what the case says."""
    values = about_case(actor, case, recipient)
    if "plan" in _words(case.panel, template).body:
        values["plan"] = plan_of(actions_of_case(actor, case))
    values |= {key: value for key, value in told.items() if value}
    facts = facts_of(case)
    return rendered(
        case.panel,
        template,
        values,
        answer=lambda place: _answer(panel_types.get(case.panel), facts, place),
        clocks=clocks_of(CASE, [case.id])[case.id],
    )


def rendered(
    panel: str, template: str, values: Told, *, answer: Callable[[str], object] | None = None, clocks: list[Clock]
) -> tuple[str, str, str]:
    """Subject, text and words' version of a letter with these values; what is missing stands as a gap."""
    words = _words(panel, template)
    subject, body = fill_in(
        words,
        with_gaps(dict(values)),
        answer=answer or (lambda _: Gap(FUNCTIONS["answer"])),
        due=lambda rule: _due(clocks, rule),
        length=lambda rule: panel_types.get(panel).clock(rule).length_words,
    )
    return subject, body, words.version


def about_partnership(actor: Actor | None, panel: str) -> dict[str, str]:
    """What every letter may say: who writes, whom to ring, what day it is."""
    settings = present_settings()
    return {
        "contact_name": _coordinator(panel) or (actor.name if actor else "") or settings.partnership_name,
        "contact_phone": settings.panel_phone,
        "partnership": settings.partnership_name,
        "written_on": uk_date(today()),
        "appeal_route": settings.appeal_route,
        "meeting_on": uk_date(_next_meeting(panel)),
    }


def about_case(actor: Actor, case: Case, recipient: Recipient) -> dict[str, str]:
    """What the case says to this reader."""
    panel = panel_types.get(case.panel)
    subject = next((name_of(party) for party in subjects_of(case)), "")
    return about_partnership(actor, case.panel) | {
        "reference": recipient.reference or case.reference,
        "recipient_name": recipient.name,
        "person_name": subject,
        "stage": panel.lifecycle.state(case.state).referrer_words,
        "closure_reason": _closure_words(panel, case),
        "review_on": uk_date(case.next_review_on),
        "due_on": _next_due(case),
    }


def plan_of(actions: list[Action]) -> str:
    """What stands to be done, as the rows of a table: who, what, by when."""
    rows = [
        f"| {_cell(action.agency.name)} | {_cell(action.text or '')} | {uk_date(action.due_on)}"
        for action in actions
        if action.status in STANDING
    ]
    return "\n".join(["| Who | What they will do | By when", *rows]) if rows else ""


def _words(panel: str, template: str) -> Words:
    return words_of(Path(current_app.root_path), panel, template)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def _closure_words(panel: PanelType, case: Case) -> str:
    reasons = {reason.value: reason.label for reason in panel.closure_reasons}
    return reasons.get(case.closure_reason or "", "")


def _next_meeting(panel: str) -> date | None:
    ask: Callable[[str, datetime], datetime | None] | None = current_app.extensions.get(NEXT_MEETING)
    found = ask(panel, now()) if ask else None
    return as_date(found) if found else None


def _coordinator(panel: str) -> str:
    """The coordinator whom people outside are told to ask for; the first by name when there are several."""
    wanted = (
        sa.select(Account.name)
        .join(Appointment, Appointment.account_id == Account.id)
        .where(
            Appointment.panel == panel,
            Appointment.role == COORDINATOR,
            Appointment.counts_on(today()),
        )
    )
    covers_last = Appointment.covers_id.is_not(None)
    return db.session.scalar(wanted.order_by(covers_last, Account.name).limit(1)) or ""


def _next_due(case: Case) -> str:
    windows = {rule.key for rule in panel_types.get(case.panel).clocks if rule.window}
    clocks = clocks_of(CASE, [case.id])[case.id]
    running = [clock for clock in clocks if clock.is_open() and not clock.is_paused() and clock.rule not in windows]
    return uk_date(running[0].due_at) if running else ""


def _due(clocks: list[Clock], rule: str) -> object:
    found = next((clock for clock in clocks if clock.rule == rule and clock.is_open()), None)
    return uk_date(found.due_at) if found else Gap(FUNCTIONS["due"])


def _answer(panel: PanelType, facts: CaseFacts, place: str) -> object:
    key, _, question_id = place.partition(".")
    filled = facts.latest(key)
    for section in panel.case_form(key).form.sections:
        for question in section.questions:
            if question.id == question_id and filled is not None:
                values = [item.get(question_id) for item in filled.answers.get(section.id) or []]
                words = [display(question, value) for value in values if value not in (None, "", [])]
                if words:
                    return "\n".join(f"- {one}" for one in words) if section.repeats else words[0]
    return Gap(f"{FUNCTIONS['answer']} ({place})")
