"""What stands in the place of each tier for somebody who may not have it: “withheld” where they may know that the
record is there, and nothing at all where they may not."""

from typing import Any

from flask import Flask

from casework.cases.access import case_for
from casework.cases.conflicts import declare_conflict
from casework.cases.service import set_roles
from casework.cases.withholding import set_withheld
from tests.cases.made import STREET, Made, acting, actor_named, case_on_record

TABS = ("", "/timeline", "/people", "/risk", "/history", "/documents", "/actions")
NAME, TELEPHONE, STORY, KIND = "Thistledown", "020 7946 0456", "Bitten at the door", "Employer, colleague"


def everything(client: Any, made: Made, tabs: tuple[str, ...] = TABS) -> str:
    """All tabs of the case and the list of cases, as this person gets them."""
    return " ".join(client.get(f"/cases/{made.reference}{tab}").text for tab in tabs) + client.get("/cases").text


def test_a_tier_would_show_more_or_less_than_it_says(app: Flask, browser_for: Any) -> None:
    unlisted = case_on_record(app, marker=True)
    listed = case_on_record(app, listed=True, marker=True)
    withheld = case_on_record(app, listed=True, marker=True)
    with acting(app, "cora") as cora:
        case = case_for(cora, withheld.reference).case
        set_roles(actor=cora, case=case, party=case.parties[0], roles=["victim"])
        set_withheld(actor=cora, case=case, withheld=True, reason="They ask to stay unnamed")
        rowan = actor_named("rowan").account_id
        declare_conflict(actor=cora, case_id=listed.id, account_id=rowan, connection="work")
    alder, larch, rowan_browser = browser_for("alder"), browser_for("larch"), browser_for("rowan")

    # F0: whoever may not know of a case meets neither it nor a gap where it was.
    assert alder.get(f"/cases/{unlisted.reference}").status == 200
    for shut, client in ((unlisted, larch), (listed, rowan_browser)):
        assert {client.get(f"/cases/{shut.reference}{tab}").status for tab in TABS} == {404}
        page = client.get("/cases")
        assert shut.reference not in page.text
        assert "ithheld" not in page.text.replace("Name withheld", "")
        assert client.get("/cases/QQ-A-9999").words().replace("QQ-A-9999", "") == client.get(
            f"/cases/{shut.reference}"
        ).words().replace(shut.reference, "")

    # F1 and F2: in a case that withholds its names a member reads that they are withheld; the chair reads them.
    for page, named in ((everything(larch, listed), True), (everything(larch, withheld, TABS[:5]), False)):
        assert (TELEPHONE in page, STORY in page) == (named, named)
    people = larch.get(f"/cases/{withheld.reference}/people").words()
    assert (NAME in people, "Name withheld" in people, people.count("Withheld") >= 2) == (False, True, True)
    assert NAME in alder.get(f"/cases/{withheld.reference}/people").words()

    # F4: that an address is hidden is said to all who have the case, and it stands nowhere.
    for client in (alder, larch):
        page = client.get(f"/cases/{listed.reference}/people").words()
        assert "hidden" in page
        assert STREET not in everything(client, listed)

    # F5: who declared a conflict, and which, is for those who run the panel.
    assert KIND in alder.get(f"/cases/{listed.reference}/conflicts").words()
    assert KIND not in everything(larch, listed)
    assert "Rowan" not in everything(larch, listed)
    assert larch.get(f"/cases/{listed.reference}/conflicts").status == 404
