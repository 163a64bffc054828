"""What agencies shared stands in the minutes once, whether it was written before the meeting, said in it, or both."""

from typing import Any

import pytest
from flask import Flask, g

from casework.enquiries.rules import Known, Restriction
from casework.enquiries.service import Answer, answer, ask
from extensions import unit_of_work
from panels.decisions.access import item_for
from tests.decisions.table import stored_meeting, who
from tests.minutes.test_minutes import SAID, hold, minutes
from wording.dates import today

REPLIES = {
    "larch": Answer(Known.KNOWN, {"facts": SAID}, Restriction.NONE),
    "elm": Answer(Known.NOT_KNOWN, {}, Restriction.NONE),
    "maple": Answer(Known.NOT_KNOWN, {}, Restriction.NONE),
}


@pytest.mark.long
def test_the_same_words_of_an_agency_stand_twice_or_those_of_several_in_a_line_each(
    app: Flask, browser_for: Any
) -> None:
    meeting_id = stored_meeting(app)
    with app.test_request_context():
        g.request_id = "test"
        with unit_of_work():
            cora = who("cora")
            case = item_for(who("alder"), meeting_id, 1).case
            for key, given in REPLIES.items():
                agency = who(key).agency_id
                enquiry = ask(actor=cora, meeting_id=meeting_id, case=case, agency_id=agency, due_on=today())
                answer(actor=who(key), enquiry=enquiry, version=enquiry.version, given=given)
    live = browser_for("alder").get(f"/meetings/{meeting_id}/live/1").words()
    assert "Not known to: Mental health, Victim support" in live
    assert "Not replied" not in live
    with app.test_request_context():
        g.request_id = "test"
        with unit_of_work():
            hold(meeting_id)
    words = minutes(browser_for("alder"), meeting_id)
    assert words.count(SAID) == 1
    assert "Mental health, Victim support: Did not know the people in this case" in words
