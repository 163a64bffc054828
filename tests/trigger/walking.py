"""A resident's browser without JavaScript, and a whole request told through it."""

from typing import Any

from flask import Flask

from tests.client import Client, Page

PIN = "482915"


class Resident(Client):
    """Somebody with a phone."""

    def begin(self, pin: str | None = PIN, *, idle: str = "20") -> str:
        """Pages 1 and 2; the request number."""
        self.get("/form/start")
        self.submit()
        assert self.page is not None
        number = "".join(character for character in self.heading_number() if character.isdigit())
        if pin is None:
            self.submit({"idle": idle}, button=("without", "yes"))
        else:
            self.submit({"pin": pin, "idle": idle})
        return number

    def heading_number(self) -> str:
        assert self.page is not None
        assert self.page.tree is not None
        return next("".join(one.itertext()) for one in self.page.tree.iter("p") if one.get("translate") == "no")

    def come_back(self, number: str, pin: str = PIN) -> Page:
        self.get("/form/return")
        return self.submit({"number": number, "pin": pin})


def resident(app: Flask) -> Resident:
    return Resident(app)


def happened(what: str, when: str, to: str, told: str, **more: Any) -> dict[str, str]:
    """The fields of a page about one time, without the number of the page."""
    return {"what_happened": what, "happened_words": when, "to": to, "reported_words": told, **more}


def fields_of(number: int, answers: dict[str, str], row: int = 0) -> dict[str, str]:
    """The boxes of page ``number`` about one time."""
    of_row = {"to", "to_name", "reported_words", "reported_forgotten", "how", "reference", "response"}
    return {
        f"reports-r{row}-{key}" if key in of_row else f"incidents-{number - 1}-{key}": value
        for key, value in answers.items()
    }


T1 = (
    happened("Shouting and banging on the door", "3 August 2026", "council", "4 August 2026"),
    happened("Threats on the stairs", "2 September 2026", "police", "2 September 2026"),
    happened("Music until four in the morning", "5 October 2026", "social_landlord", "7 October 2026"),
)


def tell(person: Resident, times: tuple[dict[str, str], ...], **more: dict[str, Any]) -> list[str]:
    """From the first of the panel's own pages to the check; the addresses of the pages that were shown.

    ``more``: by the key of a page, what is answered on it besides.
    """
    seen = ["start", "number"]

    def answer(given: dict[str, Any], **sending: Any) -> None:
        assert person.page is not None
        seen.append(person.page.path.removeprefix("/form/"))
        person.submit(given | more.get(seen[-1].partition("/")[0], {}), **sending)

    answer({"application-0-who_applies": "self"})
    answer({"problem-0-summary": "They do not let us sleep"})
    for number, one in enumerate(times, start=1):
        answer(fields_of(number, one), button=("done", "yes") if number == len(times) else None)
    if not times:
        answer({})
    answer({"more": "no"}, form="more")
    for given in ({"impact-0-effect": "I do not sleep"}, {"tried-0-stopped": "no"}):
        answer(given)
    answer({"people-0-full_name": "Ffion Abernethy-Stroud", "people-0-address-postcode": "E1 4AB"})
    answer({"people-0-safe_to_call": "yes", "people-0-phone": "020 7946 0181", "people-0-safe_to_write": "no"})
    answer({"people-0-language": "english", "wishes-0-involved": "remote"})
    answer({"notice-0-declared": "true"})
    assert person.page is not None
    assert person.page.path == "/form/check", (person.page.path, person.page.words()[-800:])
    return [*seen, "check"]
