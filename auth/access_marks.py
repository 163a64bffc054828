"""Every route says who may use it, or the application does not start."""

from collections.abc import Callable, Mapping

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from auth.current import current_actor, signed_in_account
from extensions import csrf

RESIDENT = "resident"
"""The mark of pages for whoever has no account and a session of another kind; the part that has the pages keeps it."""
WITHOUT_ACCOUNT = frozenset({"public", RESIDENT})
TOKEN_CHECKS = "casework-token-checks"  # noqa: S105 - a name, and no secret
"""By name of a blueprint: how the form token of its pages is checked, where that differs."""


class UnmarkedView(RuntimeError):
    """A route carries neither a permission nor the mark of a public page."""


def mark_of(app: Flask, endpoint: str) -> str | None:
    """The mark of a view: a permission, ``signed-in``, ``public``, ``resident``, or ``None``."""
    found: str | None = getattr(app.view_functions[endpoint], "access_mark", None)
    return found


def check(app: Flask) -> None:
    """:raises UnmarkedView: naming the routes without a mark."""
    bare = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    bare = {endpoint for endpoint in bare if mark_of(app, endpoint) is None}
    if bare:
        raise UnmarkedView(f"Say who may use: {', '.join(sorted(bare))}")


def bind(app: Flask) -> None:
    """Before each view: signed in unless public; form token right on unsafe methods."""

    @app.before_request
    def _first_things() -> Response | None:
        if request.endpoint is None or request.endpoint == "static":
            return None
        if _is_taken_by_another_site():
            abort(403)
        if mark_of(app, request.endpoint) not in WITHOUT_ACCOUNT and signed_in_account() is None:
            return redirect(url_for("sign_in.sign_in", next=_way_back()))
        if signed_in_account() is not None:
            current_actor()  # the second wall is told who asks before anything is asked
        if request.method not in ("GET", "HEAD", "OPTIONS", "TRACE"):
            _check_token()
        return None


def _is_taken_by_another_site() -> bool:
    """Whether a page of another site, or of another name beside ours, fetches or frames this: a link that somebody
    follows is all that may come from there (ASVS 3.5.8). Browsers that do not say so are held by the cookies alone."""
    if request.headers.get("Sec-Fetch-Site", "") not in ("cross-site", "same-site"):
        return False
    follows = request.headers.get("Sec-Fetch-Mode", "") == "navigate"
    return not (follows and request.headers.get("Sec-Fetch-Dest", "") in ("document", ""))


def _check_token() -> None:
    checks: Mapping[str, Callable[[], None]] = current_app.extensions.get(TOKEN_CHECKS, {})
    own = checks.get(request.blueprint or "")
    if own is not None:
        own()
    else:
        csrf.protect()


def _way_back() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else ""


__all__ = ["CSRFError", "UnmarkedView", "bind", "check", "mark_of"]
