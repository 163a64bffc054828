"""The blueprint of the letters' pages."""

from flask import Blueprint

blueprint = Blueprint("letters", __name__)
