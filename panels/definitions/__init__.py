"""The panels themselves: one folder of declarations each, exporting ``PANEL``. Adding a folder adds a panel."""

import pkgutil
from importlib import import_module

from casework.panel_type.definition import PanelType


def discover() -> tuple[PanelType, ...]:
    """The ``PANEL`` of every folder here, by folder name. Raises ``AttributeError`` if a folder exports none."""
    folders = sorted(found.name for found in pkgutil.iter_modules(__path__) if found.ispkg)
    return tuple(import_module(f"{__name__}.{name}").PANEL for name in folders)
