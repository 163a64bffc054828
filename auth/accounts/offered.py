"""What forms of accounts offer. Panels and kinds of agency belong to the floors above, which hand in their names."""

from flask import current_app

from auth.accounts import finding
from auth.accounts.forms import CHOOSE, NO_PANEL
from auth.panel_facts import panel_facts
from auth.roles import ROLE_TITLES
from inputs import Option

# Filled where the application is put together: key or value to the words people read.
PANELS, AGENCY_KINDS = "casework-panels", "casework-agency-kinds"


def panel_titles() -> dict[str, str]:
    """The panels of this installation, key to title."""
    found: dict[str, str] = current_app.extensions.get(PANELS, {})
    return found


def kind_titles() -> dict[str, str]:
    """The kinds of agency, value to label; those in use if no list was handed in."""
    found: dict[str, str] = current_app.extensions.get(AGENCY_KINDS, {})
    return found or {agency.kind: agency.kind.replace("_", " ").capitalize() for agency in finding.agencies()}


def roles() -> list[Option]:
    """Every role."""
    return [Option(role.value, title) for role, title in ROLE_TITLES.items()]


def panels() -> list[Option]:
    """Every panel, and none."""
    return [CHOOSE, NO_PANEL, *(Option(key, title) for key, title in sorted(panel_titles().items()))]


def vetted_panels() -> list[str]:
    """The titles of the panels in which a role counts only while the person is vetted."""
    return sorted(title for key, title in panel_titles().items() if key in panel_facts().vetted)


def kinds() -> list[Option]:
    """Every kind of agency by label."""
    return [CHOOSE, *(Option(kind, label) for kind, label in sorted(kind_titles().items(), key=lambda one: one[1]))]


def agencies() -> list[Option]:
    """Every agency by name."""
    return [CHOOSE, *(Option(str(agency.id), agency.name) for agency in finding.agencies())]
