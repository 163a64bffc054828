"""The public start, everybody's home page, and the two questions a load balancer asks."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, public, signed_in, signed_in_account
from casework.panel_type.registry import panel_types
from panels.home import health, navigation, today

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
def start() -> ResponseReturnValue:
    """The public start; somebody who is signed in is led on to their own home page."""
    if signed_in_account():
        return redirect(navigation.home_of(current_actor()), 303)
    faces = [panel.public_face for panel in panel_types.all() if panel.public_face]
    return render_template("panels/home/start.html", faces=faces)


@blueprint.get("/home")
@signed_in
def home() -> ResponseReturnValue:
    """What needs this person. The auditor and the administrator have homes of their own."""
    actor = current_actor()
    if navigation.home_of(actor) != url_for("home.home"):
        return redirect(navigation.home_of(actor), 303)
    return render_template("panels/home/home.html", today_page=today.page_for(actor, everything="all" in request.args))


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """What works, what may not, and whom to tell."""
    return render_template("panels/home/accessibility.html")


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is held about the people who use the service and the people it is about."""
    residents_ask = any(panel.public_door for panel in panel_types.every())
    return render_template("panels/home/privacy.html", residents_ask=residents_ask)


@blueprint.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """The database answers and takes access entries; 503 if not, because no content could be shown then."""
    if health.can_write_entries():
        return jsonify(status="ready")
    return jsonify(status="not ready"), 503
