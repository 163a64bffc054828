"""Where the pages of closing and minutes are registered."""

from flask import Blueprint

blueprint = Blueprint("minutes", __name__)
