"""Every page of the resident's way, empty, answered and with its errors, in one language."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from flask import Flask

from tests.client import Page
from tests.trigger.walking import T1, Resident, tell
from wording.languages import CODES

BLOCKS = ("title", "h1", "h2", "h3", "p", "li", "a", "label", "legend", "dt", "dd", "button", "strong", "span", "div")


class Recording(Resident):
    """Keeps every page it is shown."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.pages: list[Page] = []

    def get(self, path: str, *, follow: bool = True) -> Page:
        return self._kept(super().get(path, follow=follow))

    def post(self, path: str, fields: Any, *, follow: bool = True, files: dict[str, Any] | None = None) -> Page:
        return self._kept(super().post(path, fields, follow=follow, files=files))

    def _kept(self, page: Page) -> Page:
        if page.text and page not in self.pages:
            self.pages.append(page)
        return page


def every_page(app: Flask, language: str, faces: list[str]) -> list[Page]:
    """The pages, in the order in which they were shown; each language from a network of its own, so that all of them in
    one database do not crowd the place from which they begin."""
    person = Recording(app)
    person.http.environ_base["REMOTE_ADDR"] = f"192.0.2.{CODES.index(language) + 1}"
    for path in (*faces, "/form/safety", "/form/privacy", "/form/return", "/form/ended"):
        person.get(f"{path}?lang={language}")
    person.get("/form/return")
    person.submit()
    person.submit({"number": "12345678", "pin": "482915"})
    _refused(person)
    person.get("/form/start")
    person.begin()
    tell(person, T1, story={"problem-0-types": ["noise"]})
    _files(person)
    person.get("/form/check")
    person.submit()
    person.get("/form/files")
    _after_sending(person)
    return person.pages


def _after_sending(person: Recording) -> None:
    person.get("/form/sent")
    person.get("/form/about-you")
    person.submit({"sex": "nothing"})
    person.get("/form/more")
    person.submit({"text": " "})
    person.submit({"text": "x" * 4001})
    person.submit({"text": "They do not let us sleep"})
    person.get("/form/receipt")
    receipt = "".join(next(person.pages[-1].tree.iter("pre")).itertext())
    for text in ("", "hello", receipt, receipt.replace("N ", "N 1", 1)[:9] + receipt[10:]):
        person.get("/form/receipt/check")
        person.submit({"text": text})
    person.get("/form/status")
    person.submit(form="once")
    person.get("/form/stop")
    person.submit()


def _files(person: Recording) -> None:
    person.get("/form/files")
    person.submit(form="upload")
    for name, content in (
        ("a.txt", b"Three times"),
        ("b.exe", b"MZ\x90"),
        ("c.jpg", b"\xff\xd8\xff\xe0 broken"),
        ("d.txt", b""),
    ):
        person.get("/form/files")
        person.submit(form="upload", files={"upload": (BytesIO(content), name)})


def _refused(person: Recording) -> None:
    """Another request, with everything wrong that can be."""
    person.get("/form/start")
    person.submit()
    person.submit({"pin": ""})
    person.submit({"pin": "111111"})
    person.submit({"pin": "482915"})
    person.submit({"application-0-who_applies": None})
    for who in ("on_behalf", "group"):
        person.get("/form/who")
        person.submit({"application-0-who_applies": who})
    person.get("/form/you")
    person.submit(
        {
            "people-0-full_name": "x" * 300,
            "people-0-date_of_birth-day": "31",
            "people-0-date_of_birth-month": "2",
            "people-0-address-postcode": "nowhere",
        }
    )
    for day, month, year in (("", "2", "1988"), ("1", "2", "2999"), ("1", "2", "88"), ("1", "2", "2099")):
        boxes = {"day": day, "month": month, "year": year}
        person.submit({f"people-0-date_of_birth-{part}": value for part, value in boxes.items()})
    person.get("/form/contact")
    person.submit()
    ways = {"people-0-safe_to_call": "yes", "people-0-safe_to_email": "yes"}
    person.submit(ways)
    person.submit(ways | {"people-0-phone": "12", "people-0-email": "nobody", "people-0-must_not_know": "a\x07b"})
    person.get("/form/list")
    person.get("/form/check")
    person.submit()


def blocks(page: Page) -> Iterator[tuple[str, str]]:
    """What is read out on a page, piece by piece: (the language it is marked with, its words)."""
    assert page.tree is not None
    html = page.tree
    yield from _blocks(html, str(html.get("lang") or ""))


def _blocks(element: Any, language: str) -> Iterator[tuple[str, str]]:
    if element.tag in ("script", "style", "textarea"):
        return
    language = element.get("lang") or language
    for name in (
        "aria-label",
        "placeholder",
        "alt",
        "data-one",
        "data-two",
        "data-leaving",
        "data-sending",
        "data-failed",
    ):
        if element.get(name):
            yield language, element.get(name)
    inline = {"a", "strong", "span"}
    if element.tag in BLOCKS and not any(child.tag not in inline for child in element):
        words = " ".join("".join(_own_words(element)).split())
        if words:
            yield language, words
        yield from (found for child in element if child.get("lang") for found in _blocks(child, language))
        return
    if (element.text or "").strip():
        yield language, " ".join(element.text.split())
    for child in element:
        yield from _blocks(child, language)
        if (child.tail or "").strip():
            yield language, " ".join(child.tail.split())


def _own_words(element: Any) -> Iterator[str]:
    """The words of an element and its children, without a child that is in another language."""
    yield element.text or ""
    for child in element:
        if not child.get("lang"):
            yield from _own_words(child)
        yield child.tail or ""
