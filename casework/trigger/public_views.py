"""Pages for residents that hold nothing about anybody: the public page of each panel, how to stay safe online, and how
what they tell is used."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Flask, abort, g, render_template
from flask.typing import ResponseReturnValue

from auth.current import public
from casework.panel_type.registry import Registry, panel_types
from casework.trigger.face import hours_said, privacy_of, said_of, time_said
from casework.trigger.rules import KEPT_DAYS
from extensions import present_settings
from wording.languages import choose_language

blueprint = Blueprint("public_pages", __name__)
blueprint.before_request(choose_language)


def bind(app: Flask, registry: Registry) -> None:
    """Give each panel that residents may ask its own address. Call it before the blueprint is registered."""
    for panel in registry.every():
        if face := registry.declared(panel.key).public_face:
            app.add_url_rule(f"/{face.path}", f"{blueprint.name}.{panel.key}", _view_of(panel.key), methods=["GET"])


@blueprint.get("/form/safety")
@public
def safety() -> ResponseReturnValue:
    """How to leave fast, what a phone remembers, and other ways to ask."""
    return render_template("trigger/safety.html")


@blueprint.get("/form/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept of a request, why, who reads it, for how long, and her rights (UK GDPR articles 13 and 14).

    It stands while no new request can begin, too: what was sent before is kept all the same.
    """
    asked = [panel for panel in panel_types.every() if panel.public_door and panel.public_face]
    if not asked:
        abort(404)
    settings = present_settings()
    return render_template(
        "trigger/privacy.html",
        told=[privacy_of(panel) for panel in asked],
        unsent=time_said(days=KEPT_DAYS),
        contact=settings.privacy_contact,
        hours=hours_said(settings.panel_opens, settings.panel_closes),
    )


def _view_of(key: str) -> Callable[[], ResponseReturnValue]:
    @public
    def face() -> ResponseReturnValue:
        return _face(key)

    return face


def _face(key: str) -> ResponseReturnValue:
    panel = panel_types.get(key)
    if panel.public_face is None or not panel.in_mode.runs:
        abort(404)
    g.may_be_found = True
    settings = present_settings()
    return render_template(
        "trigger/public.html",
        face=panel.public_face,
        said=partial(said_of, panel),
        hours=hours_said(settings.panel_opens, settings.panel_closes),
        other_ways=settings.other_ways(),
    )
