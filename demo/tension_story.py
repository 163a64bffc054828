"""One report to the Tension Monitoring Group: about an estate and those who live there, without a person in it."""

from auth.roles import Role
from demo.people import DemoPerson, load_people
from demo.playing import plan_with
from demo.scenes import Scene
from demo.story import act, at_hour, send, take, working_day
from extensions import unit_of_work
from wording.dates import today

SUMMARY = (
    "Leaflets that blame newcomers for the wait for homes were put through doors on two nights. People from both sides "
    "of the estate say that they keep away from the square after dark. Shops close early."
)


def tension_people(panel: str) -> tuple[DemoPerson, ...]:
    """Who sits in the group beside its chair and its coordinator."""
    return tuple(DemoPerson(key, "", "", "", Role.MEMBER, (panel,)) for key in ("larch", "rowan", "ivy"))


def load_tension(panel: str) -> None:
    """Appoint its members and play its report so far."""
    with unit_of_work():
        load_people({}, tension_people(panel), {panel})
    sent_on = working_day(today(), -4)
    sent = send(panel, _scene(), at_hour(sent_on, 10))
    reason = "One incident is likely to grow."
    case_id = take(sent, at_hour(sent_on, 12), by="hal", reason=reason)
    meeting_on = working_day(today(), 13)
    plan_with(
        act, "hal", at_hour(sent_on, 13), panel=panel, case_id=case_id, starts_at=at_hour(meeting_on, 14), minutes=60
    )


def _scene() -> Scene:
    told = {
        "area": "Quillon Quay Estate, the square",
        "community": "Families who came to the borough in the last two years, and long-standing tenants",
        "summary": SUMMARY,
        "grounds": "seen",
        "indicator": "2",
        "trigger": "A public meeting about the waiting list for homes",
        "events": "The public meeting, and the winter market on the square",
        "media": "no",
    }
    why = {"criteria": ["single"], "urgent": "no", "done": "Patrols in the evening. The landlord takes leaflets down."}
    return Scene("the square", "larch", {"tension_report": [told], "why": [why]}, {"level": "anger"})
