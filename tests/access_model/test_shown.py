"""What stands in the place of each tier for somebody who may not have it: “withheld” where they may know that the
record is there, and nothing at all where they may not."""

from typing import Any

import pytest
from flask import Flask

from auth.accounts import service as accounts
from auth.roles import Role
from casework.cases.access import case_for
from casework.cases.conflicts import declare_conflict
from casework.cases.notes import add_note
from casework.cases.service import set_roles
from casework.cases.withholding import set_withheld
from casework.referrals import accepting
from tests.auth.covering import person
from tests.cases.made import STREET, Made, acting, actor_named, case_on_record
from tests.conftest import PANEL
from tests.referrals.stories import sent
from wording.dates import today

TABS = ("", "/timeline", "/people", "/risk", "/history", "/documents", "/actions")
NAME, TELEPHONE, STORY, KIND = "Thistledown", "020 7946 0456", "Bitten at the door", "Employer, colleague"


def everything(client: Any, made: Made, tabs: tuple[str, ...] = TABS) -> str:
    """All tabs of the case and the list of cases, as this person gets them."""
    return " ".join(client.get(f"/cases/{made.reference}{tab}").text for tab in tabs) + client.get("/cases").text


@pytest.mark.long
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


@pytest.mark.long
def test_a_referrer_would_read_what_others_added_or_a_colleague_what_was_told(app: Flask, browser_for: Any) -> None:
    """F0 to F3 of what they said themselves for whoever sent it, F0 for their agency, nothing of what came after."""
    told, known, after = "sold drugs from the kitchen", "Thistledown", "Seen at the weir"
    with acting(app, "cora") as cora:
        moss = accounts.create_account(
            actor=None, email="moss@example.org", name="Moss Arden", agency=person("fern").agency
        )
        accounts.appoint(actor=None, account=moss, panel=PANEL, role=Role.REFERRER, from_on=today(), to_on=today())
        moss.is_demo = True  # so that the test can sign in without a second factor
        referral = sent(actor_named("fern"))
        path = f"/refer/{referral.id}"
        case = accepting.accept(actor=cora, referral=referral, reason="All agencies have to act on one day", known={})
        add_note(actor=cora, case=case, nature="fact", text=after)
        reference, sent_as = case.reference, str(referral.reference)
    fern, moss_browser, cora_browser = browser_for("fern"), browser_for("moss"), browser_for("cora")
    assert after in cora_browser.get(f"/cases/{reference}/timeline").words(), "the search is blind"
    page = fern.get(path).words()
    assert [words in page for words in (sent_as, known, told, after)] == [True, True, True, False]
    assert fern.get(f"{path}/copy", follow=False).status == 200
    page = moss_browser.get(path).words()
    assert [words in page for words in (sent_as, known, told, after)] == [True, False, False, False]
    assert "by a colleague, Fern Hollis" in page
    assert sent_as in moss_browser.get("/refer").words()
    assert known not in moss_browser.page.text
    assert {moss_browser.get(f"{path}/{part}").status for part in ("copy", "withdrawal", "urgent", "reply")} == {404}
    for client in (fern, moss_browser):
        assert {client.get(f"/cases/{reference}{tab}").status for tab in TABS} == {404}
        assert reference not in client.get("/cases").text
