"""The pages of an inquiry; each views module adds its own."""

from flask import Blueprint

blueprint = Blueprint("inquiry", __name__)
