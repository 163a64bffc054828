"""Where signing in leads: pages of this service alone."""

from typing import Any

import pytest
from flask import Flask

from auth.sign_in.way_back import safe_path

ELSEWHERE = [
    "", "admin", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example",
    "/\\/evil.example", "\\/evil.example", "/%5cevil.example/..//", "https://evil.example", "http://evil.example/admin",
    "https:evil.example", "https:/evil.example", "https:///evil.example", "HTTPS://evil.example", "ftp://evil.example",
    "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "mailto:x@example.org",
    "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example", " //evil.example",
    "/ /evil.example",
    "/admin?x=\r\nX: y", "/admin?x=\\", "/admin?x=a b",
    "/admin\r\nSet-Cookie: a=b", "/admin\nX: y", "/admin\x00", "/admin\x7f", "\x00/admin", "/\x01/evil.example",
    "//evil.example/admin", "//evil.example@localhost/admin", "//localhost", "//localhost/admin", "///admin",
    "/.evil.example", "/@evil.example", "/%2f%2fevil.example", "/%2Fevil.example", "/no/such/page", "/admin/../../etc",
    "/sign-out", "/sign-in", "/sign-in?next=/admin", "/stay-signed-in", "/invitation", "/static/built/app.css",
    "/audit/search", "/admin/people/00000000-0000-0000-0000-000000000000/suspension", "?next=/admin", "#/admin", ".",
    "..", "*", "/" + "a" * 600, "/admin" + "?a=" + "b" * 600, "／／evil.example", "//[::1]", "//[evil", "/[evil]",
]  # fmt: skip
HERE = ["/admin", "/audit", "/admin/people", "/audit/access?period=today", "/", "/home", "/admin?x=//evil.example"]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_in_would_lead_to_another_site_or_to_a_page_that_acts(whole_app: Flask, wanted: str) -> None:
    """AC 49."""
    with whole_app.test_request_context():
        assert safe_path(wanted) == ""


@pytest.mark.parametrize("wanted", HERE)
def test_signing_in_would_not_lead_back_to_the_page_asked_for(whole_app: Flask, wanted: str) -> None:
    with whole_app.test_request_context():
        assert safe_path(wanted) == wanted


def test_a_link_from_a_mail_would_be_lost_on_signing_in(browser_for: Any) -> None:
    oak = browser_for()
    oak.get("/admin/people?x=1")
    assert oak.page.path == "/sign-in"
    page = oak.submit({"email": "oak@example.org", "password": "demo-only-oak"})
    assert page.path == "/admin/people"


def test_a_planted_address_would_be_followed(browser_for: Any) -> None:
    oak = browser_for()
    oak.get("/sign-in?next=//evil.example/x")
    page = oak.submit({"email": "oak@example.org", "password": "demo-only-oak"}, follow=False)
    assert page.response.headers["Location"] == "/home"
