"""What a resident does with a request: begin it, choose a PIN, write pages, send it."""

import hashlib
from collections.abc import Mapping
from datetime import date
from uuid import uuid4

import sqlalchemy as sa

from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.encryption.keyring import new_data_key
from auth.policy import decide
from auth.policy_relationships import RESIDENT
from casework.clocks.service import clocks_of
from casework.errors import Refused
from casework.panel_type.calendar import local_day
from casework.panel_type.definition import PanelType
from casework.panel_type.questions import Answers, Form
from casework.panel_type.registry import panel_types
from casework.referrals import answers as kept
from casework.referrals.access import REFERRAL
from casework.referrals.facts import facts_of_referral
from casework.referrals.models import PUBLIC, Referral
from casework.referrals.submission import Missing, missing_from, send_from_resident
from casework.trigger import journey, pins, rules
from casework.trigger.access import OpenRequest, files_of, resident_actor
from casework.trigger.journey import Step, Written
from casework.trigger.models import ResidentRequest
from extensions import db, now
from wall.standing import RESIDENT as RESIDENTS_OWN
from wall.standing import Standing, stand
from wording.dates import today

TRIES = 20


def open_doors() -> tuple[PanelType, ...]:
    """The panels that residents can ask now."""
    return tuple(panel for panel in panel_types.all() if panel.public_door is not None)


def start(*, panel: PanelType, language: str) -> ResidentRequest:
    """Begin a request: a draft under the online form's name, with a number of its own.

    :raises ValueError: the panel has no public door.
    """
    if panel.public_door is None:
        raise ValueError("The panel has no public door.")
    actor, form = resident_actor(), panel.public_door.form
    referral_id = uuid4()
    stand(Standing(RESIDENTS_OWN, request=referral_id))
    referral = Referral(
        id=referral_id,
        data_key_id=new_data_key(panel=panel.key, kind="referral"),
        restricted_key_id=new_data_key(panel=panel.key, kind="restricted"),
        panel=panel.key,
        form_id=form.id,
        form_version=form.version,
        state=panel.lifecycle.initial,
        author_id=actor.account_id,
        agency_id=actor.agency_id,
        version=1,
        urgent="",
        hides_address=False,
        source=PUBLIC,
        language=language,
        saved_at=now(),
        created_at=now(),
    )
    db.session.add(referral)
    db.session.flush()
    request = ResidentRequest(
        data_key_id=referral.data_key_id,
        referral_id=referral.id,
        referral=referral,
        number=_free_number(),
        language=language,
        idle_minutes=rules.IDLE_MINUTES[0],
        created_at=now(),
    )
    db.session.add(request)
    db.session.flush()
    decision = decide(actor, "request.write", panel.key, frozenset({RESIDENT}))
    write_entry(
        actor=actor,
        looked=Looked(
            event="request.start",
            outcome=ALLOWED,
            object_type=REFERRAL,
            object_ids=(referral.id,),
            panel=panel.key,
            rule=decision.rule,
            rule_version=decision.rule_version,
            explanation=decision.sentence,
        ),
    )
    return request


def choose_pin(*, opened: OpenRequest, pin: str | None, idle_minutes: int) -> None:
    """Set the PIN, or none, and the time after which the form closes. Without a PIN nobody can come back to it, so the
    form stays open for the longer time."""
    request = opened.request
    if pin is not None:
        pins.set_pin(request, pin)
    has_pin = request.pin_hash is not None
    request.idle_minutes = idle_minutes if has_pin else rules.IDLE_MINUTES[-1]


def told(opened: OpenRequest) -> Answers:
    """Every answer of an open request."""
    return kept.answers_of(opened.referral, restricted=True)


def save_page(*, opened: OpenRequest, step: Step, written: Written, language: str) -> Answers:
    """Keep one page; returns all answers with what follows from them.

    :raises Refused: it was sent already.
    """
    return _change(opened, journey.with_page(told(opened), step, written), language)


def preview(*, opened: OpenRequest, step: Step, written: Written) -> Answers:
    """All answers as they would be with this page, without keeping anything."""
    return opened.door.completed(journey.with_page(told(opened), step, written), today())


def remove_entry(*, opened: OpenRequest, step: Step, language: str) -> Answers:
    """Take one entry away, with what was about it.

    :raises Refused: it was sent already.
    """
    return _change(opened, journey.without_entry(told(opened), step), language)


def missing(opened: OpenRequest) -> list[Missing]:
    """What must still be given before it can be sent."""
    return missing_from(opened.referral)


def send(*, opened: OpenRequest, language: str) -> None:
    """Send the request: one referral among the others, with its source and language, under the panel's clocks.

    Answers to pages that are no longer on her way are left out.
    :raises Refused: something that must be given is missing. One that was sent already stays as it is.
    """
    if opened.is_sent:
        return
    # Taken back as a whole when something is missing: what is not on her way now may be once more.
    with db.session.begin_nested():
        _change(opened, journey.on_the_way(opened.door, told(opened)), language)
        if missing_from(opened.referral):
            raise Refused("Some answers are missing")
    opened.request.files = _hashes(opened) or None
    send_from_resident(referral=opened.referral)
    opened.request.sent_at = opened.referral.submitted_at
    opened.request.kept = None


def _hashes(opened: OpenRequest) -> list[str]:
    """What every file is known by, one file in memory at a time."""
    found = []
    for document in files_of(opened):
        found.append(hashlib.sha256(document.content or b"").hexdigest())
        db.session.expire(document, ["content_sealed"])
    return found


def outlook(opened: OpenRequest) -> str:
    """Kind words on how it looks so far, in English: a key of the catalogues."""
    return opened.door.outlook(facts_of_referral(opened.referral))


def promised(opened: OpenRequest) -> list[tuple[date, str]]:
    """What happens next and by when, from the panel's clocks: only what is running."""
    running = {
        clock.rule: local_day(clock.due_at)
        for clock in clocks_of(REFERRAL, [opened.referral.id])[opened.referral.id]
        if clock.is_open()
    }
    found = [(running[rule], words) for rule, words in opened.door.promises if rule in running]
    return sorted(found)


def keep_typed(*, opened: OpenRequest, page: str, fields: list[tuple[str, str]]) -> None:
    """Keep what was typed when the session had ended, to give it back to whoever comes with the number and PIN."""
    if not opened.is_sent:
        opened.request.kept = {"page": page, "fields": [list(pair) for pair in fields]}
        opened.request.last_page = page


def kept_for(opened: OpenRequest, page: str) -> list[tuple[str, str]] | None:
    """What was typed on this page when the session had ended, if anything was."""
    found: Mapping[str, object] = opened.request.kept or {}
    fields = found.get("fields")
    if found.get("page") != page or not isinstance(fields, list):
        return None
    return [(str(name), str(value)) for name, value in fields]


def forget_kept(*, opened: OpenRequest, page: str) -> None:
    """What was kept of this page is of no more use, once the page is saved."""
    if kept_for(opened, page) is not None:
        opened.request.kept = None


def _change(opened: OpenRequest, wanted: Answers, language: str) -> Answers:
    if opened.is_sent:
        raise Refused("It was sent, so it cannot be changed here")
    found = opened.door.completed(wanted, today())
    _store(opened.referral, opened.door.form, told(opened), found)
    opened.request.language = opened.referral.language = language
    opened.referral.saved_at = now()
    return found


def _store(referral: Referral, form: Form, before: Answers, after: Answers) -> None:
    """Write what differs, entry by entry; an entry more than there are now is taken away."""
    for section in form.sections:
        old, new = before.get(section.id) or [], after.get(section.id) or []
        numbers = kept.item_numbers(referral, section.id) if old else []
        for number in numbers[len(new) :]:
            kept.remove_item(referral, section, number)
        for place, item in enumerate(new):
            number = numbers[place] if place < len(numbers) else max([*numbers, -1]) + 1 + place - len(numbers)
            if place >= len(old) or old[place] != item:
                kept.keep_item(referral, section, number, item)


def _free_number() -> str:
    for _ in range(TRIES):
        number = rules.new_number()
        taken = sa.select(ResidentRequest.id).where(ResidentRequest.number == number)
        if db.session.scalar(taken) is None:
            return number
    raise RuntimeError("No number is free.")
