"""The one blueprint of referrals and triage; the views stand in several files."""

from flask import Blueprint

blueprint = Blueprint("referrals", __name__)
