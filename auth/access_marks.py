"""Every route says who may use it, or the application does not start."""

from flask import Flask, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from auth.current import signed_in_account
from extensions import csrf


class UnmarkedView(RuntimeError):
    """A route carries neither a permission nor the mark of a public page."""


def mark_of(app: Flask, endpoint: str) -> str | None:
    """The mark of a view: a permission, ``signed-in``, ``public``, or ``None``."""
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
        if mark_of(app, request.endpoint) != "public" and signed_in_account() is None:
            return redirect(url_for("sign_in.sign_in", next=_way_back()))
        if request.method not in ("GET", "HEAD", "OPTIONS", "TRACE"):
            csrf.protect()
        return None


def _way_back() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else ""


__all__ = ["CSRFError", "UnmarkedView", "bind", "check", "mark_of"]
