"""What a resident sees when the service cannot answer: calm pages in her language, that tell an onlooker nothing."""

from flask import Response, make_response, render_template, request

from wording.languages import speak_as_kept

FORM = "/form/"
KINDS = {413: "large", 429: "many"}
NEVER_GIVEN_BACK = ("csrf_token", "pin")


def page_for(status: int, *, typed: list[tuple[str, str]] | None = None) -> Response | None:
    """The page for a failed request of the resident's form; ``None`` for a request of staff.

    ``typed``: what she had typed and what was not kept; it stands on the page, to be sent again.
    """
    if not request.path.startswith(FORM):
        return None
    speak_as_kept()
    if status in (404, 405):
        return make_response(render_template("trigger/ended.html", exit_shown=False), status)
    fields = [(name, value) for name, value in typed or () if name not in NEVER_GIVEN_BACK]
    kind = KINDS.get(status, "down")
    page = render_template("trigger/trouble.html", kind=kind, fields=fields, action=request.path)
    return make_response(page, status)
