"""Where a person is led after signing in: only to a page of this service, never to another site."""

from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

LONGEST = 500


def safe_path(wanted: str) -> str:
    """``wanted`` if it is the path of a page here that can be read (GET), else an empty text.

    Browsers read ``//host`` and ``/\\host`` as other sites, and drop tabs and line ends inside an address.
    """
    if not wanted.startswith("/") or wanted.startswith("//") or len(wanted) > LONGEST:
        return ""
    if "\\" in wanted or any(ord(letter) <= 32 or ord(letter) == 127 for letter in wanted):
        return ""
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or parts.path.startswith("//"):
        return ""
    return wanted if _is_page(parts.path) else ""


def _is_page(path: str) -> bool:
    try:
        endpoint, _ = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return endpoint != "static" and not endpoint.startswith("sign_in.")
