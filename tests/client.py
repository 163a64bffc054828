"""A test client that behaves as a browser without JavaScript: fills the forms that pages show, follows redirects,
and checks that every page is whole HTML with one first-level heading."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from typing import Any

from flask import Flask, request, request_finished
from lxml import html
from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

from auth import foreign_fields
from auth.accounts.finding import account_by_email
from auth.sign_in import service

Fields = list[tuple[str, str]]


class Page:
    """One answer, parsed."""

    def __init__(self, response: TestResponse) -> None:
        self.status = response.status_code
        self.response = response
        self.text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        self.path = response.request.path
        self.tree = html.document_fromstring(self.text) if self.text else None
        if self.tree is not None:
            assert len(self.tree.findall(".//h1")) == 1, f"{self.path} has not exactly one h1"

    def title(self) -> str:
        assert self.tree is not None
        return "".join(self.tree.find(".//title").itertext()).strip()

    def words(self) -> str:
        """All visible text with single spaces."""
        assert self.tree is not None
        body = self.tree.find(".//body")
        for element in [*body.iter("script"), *body.iter("style"), *body.iter("template")]:
            element.text = ""
        return " ".join("".join(body.itertext()).split())

    def forms(self) -> list[Any]:
        assert self.tree is not None
        return list(self.tree.iter("form"))

    def form(self, containing: str | None = None) -> Any:
        """The form that has a field or button called ``containing``; the main form if not said (never sign-out)."""
        for form in self.forms():
            names = {element.get("name") for element in form.iter() if element.get("name")}
            action = form.get("action") or ""
            if (containing is None and "sign-out" not in action and form.get("method", "").lower() == "post") or (
                containing in names
            ):
                return form
        raise AssertionError(f"No form with {containing!r} on {self.path}")

    def fields(self, containing: str | None = None) -> Fields:
        """What a browser would send for the form as it stands, without pressing a named button."""
        form, found = self.form(containing), []
        for element in form.iter():
            name = element.get("name")
            if not name or element.get("disabled") is not None:
                continue
            if element.tag == "textarea":
                found.append((name, (element.text or "").removeprefix("\n")))
            elif element.tag == "select":
                options = list(element.iter("option"))
                chosen = [option for option in options if option.get("selected") is not None] or options[:1]
                found += [(name, option.get("value", option.text or "")) for option in chosen]
            elif element.tag == "input":
                kind = element.get("type", "text")
                if kind in ("checkbox", "radio") and element.get("checked") is None:
                    continue
                if kind not in ("submit", "button", "file", "image"):
                    found.append((name, element.get("value", "on" if kind in ("checkbox", "radio") else "")))
        return found

    def links(self) -> list[str]:
        assert self.tree is not None
        return [a.get("href", "") for a in self.tree.iter("a")]


class Client:
    """A person's browser."""

    def __init__(self, app: Flask) -> None:
        self.http = app.test_client()
        self.page: Page | None = None

    def get(self, path: str, *, follow: bool = True) -> Page:
        self.page = Page(self.http.get(path, follow_redirects=follow))
        return self.page

    def post(self, path: str, fields: Any, *, follow: bool = True, files: dict[str, Any] | None = None) -> Page:
        body: Any = dict_of_lists(fields)
        if files:
            body.update(files)
        content = "multipart/form-data" if files else "application/x-www-form-urlencoded"
        self.page = Page(self.http.post(path, data=body, follow_redirects=follow, content_type=content))
        return self.page

    def submit(
        self,
        changes: dict[str, Any] | None = None,
        *,
        form: str | None = None,
        button: tuple[str, str] | None = None,
        follow: bool = True,
        files: dict[str, Any] | None = None,
    ) -> Page:
        """Fill in the shown form (a value, a list for checkboxes, or ``None`` to leave a field out) and send it."""
        assert self.page is not None
        changes = changes or {}
        element = self.page.form(form)
        fields = [(name, value) for name, value in self.page.fields(form) if name not in changes]
        for name, value in changes.items():
            values = value if isinstance(value, list) else [value]
            fields += [(name, str(one)) for one in values if one is not None]
        if button:
            fields.append(button)
        action = element.get("action") or self.page.path
        with foreign_heard(getattr(self.http, "application", None)) as heard:
            if (element.get("method") or "get").lower() == "get":
                from urllib.parse import urlencode

                answer = self.get(f"{action}?{urlencode(fields)}", follow=follow)
            else:
                answer = self.post(action, fields, follow=follow, files=files)
        if heard and is_as_drawn(element, [*fields, *((name, "") for name in files or ())]):
            raise AssertionError(f"Our own form was taken for what no page sends: {heard}")
        return answer

    def sign_in(self, email: str, password: str) -> None:
        """Through the sign-in page. The page that it leads to is not asked for."""
        self.get("/sign-in")
        page = self.submit({"email": email, "password": password}, follow=False)
        went = page.response.headers.get("Location", "/sign-in")
        assert "/sign-in" not in went, page.words()[:400]

    def begin_session(self, email: str) -> None:
        """Be signed in, without the two pages of signing in: see :func:`session_of`."""
        for name, value in session_of(self.http.application, email).items():
            self.http.set_cookie(name, value, domain="localhost")


@contextmanager
def foreign_heard(app: Flask | None, of: str = "") -> Iterator[list[str]]:
    """What of the requests meanwhile the access log would hold to be no page's of ours, whoever sent it; ``of``: how
    the name of the server begins that they must have come through."""
    heard: list[str] = []

    def listen(_app: Flask, response: Any, **_: Any) -> None:
        if not request.environ.get("SERVER_SOFTWARE", "").startswith(of):
            return
        for way in foreign_fields.found(response.status_code):
            never = sorted(request.form.never_asked) if way == foreign_fields.FIELDS else []
            heard.append(f"{request.method} {request.path} {response.status_code} {way} {never}")

    if app is None:
        yield heard
        return
    with request_finished.connected_to(listen, app):
        yield heard


def is_as_drawn(form: Any, sent: Fields) -> bool:
    """Whether a browser could send this from the form by its boxes and buttons alone, without a script."""
    drawn = Counter(element.get("name") for element in form.iter() if element.get("name"))
    return all(many <= drawn[name] for name, many in Counter(name for name, _ in sent).items())


def session_of(app: Flask, email: str) -> dict[str, str]:
    """The cookies of a new session: what the sign-in page does once the password is right, and all that follows a
    request. Tests of signing in use the pages."""
    # In a context of its own: one that the test holds open would lend it the session of the person before.
    return Context().run(_session_of, app, email)


def _session_of(app: Flask, email: str) -> dict[str, str]:
    with app.test_request_context("/sign-in"):
        app.preprocess_request()
        account = account_by_email(email)
        assert account is not None, email
        assert not service.wants_code(account)
        service.finish(account=account, factors=service.PASSWORD_ONLY)
        answer = app.process_response(app.make_response(("", 303)))
    lines = answer.headers.getlist("Set-Cookie")
    return {name: parse_cookie(line)[name] for line in lines for name in [line.partition("=")[0]]}


def dict_of_lists(fields: Any) -> dict[str, Any]:
    pairs = fields.items() if isinstance(fields, dict) else fields
    body: dict[str, list[str]] = {}
    for name, value in pairs:
        body.setdefault(name, []).append(value)
    return body
