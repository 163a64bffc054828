"""The addresses of one case, and the forms that several tests fill in."""

from tests.cases.made import full_answers

TABS = ("", "/timeline", "/people", "/risk", "/actions", "/documents", "/history")


def pages_of(made):
    base = f"/cases/{made.reference}"
    person = f"{base}/people/{made.person}"
    changes = (
        "notes",
        "review",
        "state",
        "reopening",
        "closure",
        "conflicts",
        "assessments/new",
        "actions/new",
        "documents/new",
    )
    steps = ("/address", "/safe-contact", "/markers", "/roles")
    return (
        [base + tab for tab in TABS]
        + [f"{base}/{change}" for change in changes]
        + [person, *(person + s for s in steps)]
    )


def made_path(made, tab):
    return f"/cases/{made.reference}{tab}"


def note(browser, made, text="Two men at the door", **changes):
    browser.get(f"/cases/{made.reference}/notes")
    return browser.submit({"text": text, "nature": "allegation", **changes})


def answer_all(browser, made, occasion, value=0):
    browser.get(f"/cases/{made.reference}/assessments/new")
    with browser.http.application.app_context():
        answers = {f"q_{key}": given for key, given in full_answers(value).items()}
    return browser.submit({"person": made.person, "occasion": occasion, **answers})
