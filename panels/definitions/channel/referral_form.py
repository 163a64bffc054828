"""``channel_intake``: what the coordinator or the police case officer logs. The national form goes to the police."""

from casework.panel_type.common_sections.referrer import REFERRER
from casework.panel_type.questions import Form
from panels.definitions.channel.about_section import ABOUT, NEXT
from panels.definitions.channel.attestation_section import ATTESTATION
from panels.definitions.channel.people_section import PEOPLE
from panels.definitions.channel.tracker_section import TRACKER

REFERRAL_FORM = Form(
    id="channel_intake",
    version=1,
    title="Log a person whom the police gateway passed on",
    sections=(REFERRER, TRACKER, PEOPLE, ABOUT, NEXT, ATTESTATION),
)
