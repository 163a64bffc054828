"""Writing a referral before it is sent. Only the author writes, and only while it is a draft."""

from collections.abc import Mapping

import sqlalchemy as sa

from auth.doors import NotAllowed
from auth.encryption.keyring import new_data_key
from auth.encryption.models import DataKey
from auth.models import Account
from auth.policy import may
from auth.roles import Actor
from casework.documents.service import destroy_all_of
from casework.errors import Refused, Stale
from casework.panel_type.answers import asked
from casework.panel_type.questions import Item, Section
from casework.panel_type.registry import panel_types
from casework.panel_type.shown import display
from casework.referrals import answers, meaning
from casework.referrals.access import is_draft
from casework.referrals.models import Referral
from casework.referrals.stages import may_send
from extensions import db, now

MOST_ITEMS = 40
"""Items of one section that repeats. More than this is a chronology, which belongs in a document."""


def start_referral(*, actor: Actor, panel: str) -> Referral:
    """Begin a draft on the panel's present form, with what the account tells about the referrer filled in.

    :raises NotAllowed: the person's agency does not refer to this panel, or by another way.
    """
    if not may(actor, "referral.start", panel) or not may_send(panel_types.get(panel), actor.roles(panel)):
        raise NotAllowed
    return begin(actor=actor, panel=panel)


def begin(*, actor: Actor, panel: str) -> Referral:
    """A draft on the panel's present form, whoever begins it: a person who refers, or another panel that hands over."""
    form = panel_types.get(panel).referral_form
    referral = Referral(
        data_key_id=new_data_key(panel=panel, kind="referral"),
        restricted_key_id=new_data_key(panel=panel, kind="restricted"),
        panel=panel,
        form_id=form.id,
        form_version=form.version,
        state=panel_types.get(panel).lifecycle.initial,
        author_id=actor.account_id,
        agency_id=actor.agency_id,
        version=1,
        urgent="",
        hides_address=False,
    )
    db.session.add(referral)
    _prefill(actor, referral)
    db.session.flush()
    return referral


def save_item(
    *, actor: Actor, referral: Referral, section: Section, number: int, item: Item, version: int | None = None
) -> int:
    """Keep one item as far as it is filled in; what is missing is judged elsewhere. Returns the item's new version.

    ``version`` is the one that was shown; ``None`` saves over whatever stands there.

    :raises Refused: the referral was sent, or the section has no room for another item.
    :raises Stale: the item was saved from another window since.
    """
    refuse_sent(referral)
    saved = answers.item_of(referral, section.id, number)
    if version is not None and saved.version != version:
        theirs, mine = words_of(section, saved.answers), words_of(section, item)
        raise Stale(theirs=theirs, mine=mine, by="you", version=saved.version)
    if saved.version == 0 and number >= next_number(referral, section) + MOST_ITEMS:
        raise Refused("This entry does not exist. Go back to the task list")
    if section.repeats and len(answers.item_numbers(referral, section.id)) >= MOST_ITEMS and saved.version == 0:
        raise Refused(f"You can add up to {MOST_ITEMS} entries here. Send a document with the rest")
    return answers.keep_item(referral, section, number, item)


def nothing_to_add(*, actor: Actor, referral: Referral, section: Section) -> None:
    """Record that a section that repeats needs no entry.

    :raises Refused: the referral was sent, or the section needs one.
    """
    refuse_sent(referral)
    if len(answers.item_numbers(referral, section.id)) < section.min_items:
        raise Refused(f"Add {section.item_name or 'an entry'}", "more")
    if not answers.item_numbers(referral, section.id):
        answers.keep_nothing_to_add(referral, section)


def remove_item(*, actor: Actor, referral: Referral, section: Section, number: int) -> None:
    """Take one entry of a repeating section away. :raises Refused: the referral was sent."""
    refuse_sent(referral)
    answers.remove_item(referral, section, number)


def delete_draft(*, actor: Actor, referral: Referral) -> None:
    """Delete a draft with everything in it. :raises Refused: it was sent, and a sent referral stays on record."""
    refuse_sent(referral)
    erase(referral)


def erase(referral: Referral) -> None:
    """Take a draft away with its answers, files and keys, so that no copy of the sealed text can be opened again."""
    keys = (referral.data_key_id, referral.restricted_key_id)
    answers.remove_all(referral)
    destroy_all_of(referral.id)
    db.session.delete(referral)
    db.session.flush()
    db.session.execute(sa.delete(DataKey).where(DataKey.id.in_(keys)))


def next_number(referral: Referral, section: Section) -> int:
    """The number of the next new item of a section."""
    return max(answers.item_numbers(referral, section.id), default=-1) + 1


def refuse_sent(referral: Referral) -> None:
    """:raises Refused: the referral was sent; what was sent is not changed."""
    if not is_draft(referral):
        raise Refused("This referral was sent, so its answers can no longer be changed")


def words_of(section: Section, item: Mapping[str, object]) -> str:
    """An item in one text, question by question, to set two versions side by side."""
    given: Item = dict(item)  # type: ignore[arg-type]
    return "\n".join(f"{q.label}: {display(q, given.get(q.id), reveal=True)}" for q in asked(section, given))


def _prefill(actor: Actor, referral: Referral) -> None:
    account = db.session.get_one(Account, actor.account_id)
    told: dict[str, str] = {
        "name": account.name,
        "job_title": account.job_title,
        "agency": account.agency.name,
        "phone": account.phone,
        "email": account.email,
        "made_at": now().isoformat(timespec="minutes"),
    }
    section = meaning.referrer_section(answers.form_of(referral))
    if section is not None:
        item: Item = {question.id: told[question.id] for question in section.questions if told.get(question.id)}
        answers.keep_item(referral, section, 0, item)
