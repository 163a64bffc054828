"""The doors as the referrer's pages use them."""

from uuid import UUID

from flask import abort, redirect

from auth.current import current_actor
from auth.doors import NotAllowed
from casework.panel_type.questions import Form, Section
from casework.referrals import answers
from casework.referrals.access import OWN, WRITE, OpenReferral, is_draft, is_mine, referral_for
from casework.referrals.models import Referral


def open_own(referral_id: UUID) -> OpenReferral | None:
    """The person's own referral, opened; ``None`` when it is not theirs, for the page of a colleague to decide."""
    actor = current_actor()
    return referral_for(actor, referral_id, OWN) if is_mine(actor, referral_id) else None


def open_draft(referral_id: UUID) -> Referral:
    """The person's own draft, opened for writing. Leads to the referral's page when it was sent already.

    :raises NotAllowed: unknown, or somebody else's.
    """
    referral = referral_for(current_actor(), referral_id, WRITE, event="referral.write").referral
    if not is_draft(referral):
        abort(redirect(f"/refer/{referral_id}", 303))
    return referral


def open_sent(referral_id: UUID, *, event: str = "referral.open") -> OpenReferral:
    """The person's own sent referral, opened. Leads to the task list when it is a draft still.

    :raises NotAllowed: unknown, or somebody else's.
    """
    opened = referral_for(current_actor(), referral_id, OWN, event=event)
    if is_draft(opened.referral):
        abort(redirect(f"/refer/{referral_id}", 303))
    return opened


def section_of(referral: Referral, section_id: str) -> Section:
    """A section of the referral's form. :raises NotAllowed: the form has none by that name."""
    form: Form = answers.form_of(referral)
    for section in form.sections:
        if section.id == section_id:
            return section
    raise NotAllowed
