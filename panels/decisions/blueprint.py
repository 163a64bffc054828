"""Where the pages of the running meeting are registered."""

from flask import Blueprint

blueprint = Blueprint("decisions", __name__)
