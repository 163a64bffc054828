"""What the stories of the demonstration play alike: a meeting planned for a case, its papers built and handed out."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from time import sleep
from uuid import UUID

from auth.roles import Actor
from panels.agendas import packs
from panels.agendas.service import add_to_agenda
from panels.meetings.access import meeting_for
from panels.meetings.service import plan_meeting

Act = Callable[[str, datetime], AbstractContextManager[Actor]]
POLLS, PAUSE = 600, 0.05


def plan_with(
    act: Act, who: str, at: datetime, *, panel: str, case_id: UUID, starts_at: datetime, minutes: int
) -> None:
    """Plan a meeting of the panel and put one case on its agenda, in time or with the chair's word."""
    with act(who, at) as actor:
        meeting = plan_meeting(
            actor=actor,
            panel=panel,
            starts_at=starts_at,
            minutes_long=minutes,
            place="Town Hall, room 2, and by video",
        )
        add_to_agenda(actor=actor, meeting=meeting, case_id=case_id, chair_agreed=True)


def hand_out_papers(act: Act, who: str, at: datetime, meeting_id: UUID) -> None:
    """Build the papers and publish them; from then on members open the cases in them.

    :raises TimeoutError: they were not built in time.
    """
    with act(who, at) as actor:
        number = packs.start_pack(actor=actor, meeting=meeting_for(actor, meeting_id, "pack.build").meeting).number
    for _ in range(POLLS):
        with act(who, at + timedelta(minutes=5)) as actor:
            meeting = meeting_for(actor, meeting_id, "pack.build").meeting
            pack = packs.pack_numbered(meeting, number)
            if pack is not None and pack.state == "ready":
                packs.publish_pack(actor=actor, meeting=meeting, pack=pack)
                return
        sleep(PAUSE)
    raise TimeoutError("The papers of the demonstration were not built.")
