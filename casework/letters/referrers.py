"""Telling an officer about a referral of theirs. They read it here at once: whoever decided wrote what it says."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from auth.encryption.keyring import new_data_key
from auth.roles import Actor
from casework.cases.models import Case
from casework.clocks.service import clocks_of
from casework.letters.models import Letter, Referrer
from casework.letters.rules import DRAFT, Way
from casework.letters.service import put_out
from casework.letters.values import REFERRAL, Told, about_partnership, rendered
from casework.panel_type.letter_templates import LetterTemplate, To
from casework.panel_type.registry import panel_types
from extensions import db, now
from wording.dates import today


@dataclass(frozen=True, slots=True)
class About:
    """The referral, as far as letters go. ``case_id``: the case it was taken into."""

    panel: str
    referral_id: UUID
    reference: str
    state: str
    account_id: UUID
    name: str
    case_id: UUID | None = None


def tell_referrer(
    *, actor: Actor | None, about: About, events: Collection[str], told: Told | None = None, occasion: str = ""
) -> list[Letter]:
    """Write what the panel tells a referrer when any of ``events`` happens to a referral, and let them read it.

    ``actor`` is ``None`` for what the passing of time did.

    A letter for which the panel names approvers waits for them with the case instead (a check at start sees to it that
    there is one). Doing it again for the same ``occasion`` tells nothing twice.
    """
    letters = panel_types.get(about.panel).letters
    wanted = [one for one in letters if one.to is To.REFERRER and not one.approvers and {*events} & {*one.drafted_on}]
    return [
        _tell(actor, about, template, told or {}, sorted({*events} & {*template.drafted_on})[0], occasion)
        for template in wanted
        if not _told_before(about, template, occasion)
    ]


def add_referrer(*, case: Case, about: About) -> Referrer:
    """Remember who referred a case, so that letters to its referrers find them."""
    wanted = sa.select(Referrer).where(Referrer.case_id == case.id, Referrer.referral_id == about.referral_id)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        found = Referrer(
            case_id=case.id, referral_id=about.referral_id, reference=about.reference, account_id=about.account_id
        )
        db.session.add(found)
        db.session.flush()
    return found


def occasions_told(referral_id: UUID) -> frozenset[str]:
    """The occasions of which this referrer was told by letter. Opens nothing."""
    wanted = sa.select(Letter.occasion).where(Letter.referral_id == referral_id, Letter.occasion != "")
    return frozenset(db.session.scalars(wanted))


def _tell(actor: Actor | None, about: About, template: LetterTemplate, told: Told, event: str, occasion: str) -> Letter:
    values = about_partnership(actor, about.panel) | {
        "reference": about.reference,
        "recipient_name": about.name,
        "stage": panel_types.get(about.panel).lifecycle.state(about.state).referrer_words,
        **{key: value for key, value in told.items() if value},
    }
    clocks = clocks_of(REFERRAL, [about.referral_id])[about.referral_id]
    title, body, version = rendered(about.panel, template.key, values, clocks=clocks)
    letter = Letter(
        data_key_id=new_data_key(panel=about.panel, kind="letter"),
        panel=about.panel,
        case_id=about.case_id,
        referral_id=about.referral_id,
        template=template.key,
        words_version=version,
        to=To.REFERRER.value,
        account_id=about.account_id,
        event=event,
        occasion=occasion,
        title=title,
        body=body,
        state=DRAFT,
        drafted_at=now(),
        drafted_by_id=actor.account_id if actor else None,
    )
    db.session.add(letter)
    db.session.flush()
    put_out(actor=actor, letter=letter, way=Way.PRODUCT, on=today())
    return letter


def _told_before(about: About, template: LetterTemplate, occasion: str) -> bool:
    same = sa.select(Letter.id).where(
        Letter.referral_id == about.referral_id, Letter.template == template.key, Letter.occasion == occasion
    )
    return bool(occasion) and db.session.scalar(same.limit(1)) is not None
