"""The access model, to read."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from panels.access_model.access import PERMISSION, pass_model_door
from panels.access_model.rendering import tables

blueprint = Blueprint("access_model", __name__, url_prefix="/admin/access")


@blueprint.get("")
@permission_required(PERMISSION)
def model() -> ResponseReturnValue:
    """Roles, relationships and tiers in words."""
    pass_model_door(current_actor())
    return render_template("panels/access_model/model.html", tables=tables())
