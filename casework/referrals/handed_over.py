"""A referral that another panel hands over: the answers that fit this panel's form, and not where it came from."""

from auth.roles import Actor
from casework.panel_type.definition import PanelType
from casework.panel_type.questions import Answers
from casework.referrals import answers as kept
from casework.referrals.drafts import begin
from casework.referrals.models import Referral
from casework.referrals.submission import send_handed_over


def send_on(*, actor: Actor, panel: PanelType, answers: Answers) -> Referral:
    """Send ``answers`` to ``panel`` as a referral of its own. Sections and questions it does not ask are left out.

    :raises Refused: the panel takes nothing from others.
    """
    referral = begin(actor=actor, panel=panel.key)
    for section in panel.referral_form.sections:
        known = {question.id for question in section.questions}
        for number, item in enumerate(answers.get(section.id) or []):
            kept.keep_item(referral, section, number, {key: item[key] for key in item if key in known})
    return send_handed_over(actor=actor, referral=referral)
