"""Referrals filled in and ready to be sent."""

from uuid import UUID

from flask import current_app

from benchmarks.dataset import PANEL, REFERRER, acting
from casework.panel_type.registry import panel_types
from casework.referrals import answers, drafts, risk
from demo.scenes import Scene, past_scenes
from wording.dates import today


def make_drafts(count: int) -> list[UUID]:
    """So many complete drafts of the same referral: two people, a history, a scored risk tool; returns their ids."""
    scene = past_scenes(today().isoformat())[0]
    with current_app.app_context():
        return [_draft(scene) for _ in range(count)]


def _draft(scene: Scene) -> UUID:
    with acting(REFERRER) as actor:
        referral = drafts.start_referral(actor=actor, panel=PANEL)
        for section in panel_types.get(PANEL).referral_form.sections:
            items = scene.answers.get(section.id)
            for number, item in enumerate(items or []):
                drafts.save_item(actor=actor, referral=referral, section=section, number=number, item=item)
            if items == []:
                drafts.nothing_to_add(actor=actor, referral=referral, section=section)
            if items is None:
                told = {"team": "Neighbourhoods", "phone": "020 7946 0123", "manager_informed": "yes"}
                item = {**answers.item_of(referral, section.id, 0).answers, **told}
                drafts.save_item(actor=actor, referral=referral, section=section, number=0, item=item)
        risk.save_risk(actor=actor, referral=referral, given=scene.risk)
        return referral.id
