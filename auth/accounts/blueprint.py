"""The blueprint of the pages for agencies, people and their roles."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, url_prefix="/admin")
