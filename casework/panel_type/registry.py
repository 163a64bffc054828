"""The panels this application runs, filled once at start.

What is handed out is the definition in force: the declared one with the partnership's settings. The feature that keeps
the settings is bound in by the application; without it the declarations themselves are in force.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from casework.panel_type.checks import DefinitionError, Fault, check
from casework.panel_type.declared_in import located
from casework.panel_type.definition import PanelType
from casework.panel_type.questions import Form

InForce = Callable[[PanelType], PanelType]


class UnknownPanel(LookupError):
    """There is no panel, or no form of it, by that name."""


class Registry:
    """Panels by key. Only sound definitions get in."""

    def __init__(self) -> None:
        self._panels: dict[str, PanelType] = {}
        self._in_force: InForce | None = None

    def add(self, panel: PanelType, folder: Path | None = None, name: str = "") -> None:
        """Add a panel that is declared in ``folder``, called ``name`` in messages.

        :raises DefinitionError: it is not sound, or its key or letter is taken; says where, and what to do.
        """
        faults = [*check(panel), *self._clashes(panel)]
        if faults:
            raise DefinitionError(panel.key, located(faults, folder, name) if folder else faults)
        self._panels[panel.key] = panel

    def bind(self, in_force: InForce) -> None:
        """Let ``in_force`` say what stands of a declared panel now. It is called very often and must be quick."""
        self._in_force = in_force

    def get(self, key: str) -> PanelType:
        """The panel with this key as it is in force, also where it does not run. Raises ``UnknownPanel``."""
        declared = self.declared(key)
        return declared if self._in_force is None else self._in_force(declared)

    def declared(self, key: str) -> PanelType:
        """The panel as it is declared, without the partnership's settings. Raises ``UnknownPanel``."""
        try:
            return self._panels[key]
        except KeyError:
            raise UnknownPanel("There is no such panel.") from None

    def all(self) -> tuple[PanelType, ...]:
        """Every panel that runs here, in the order of their names."""
        return tuple(panel for panel in self.every() if panel.in_mode.runs)

    def every(self) -> tuple[PanelType, ...]:
        """The same with those that the partnership does not run: for keys, keeping times and the settings alone."""
        return tuple(sorted((self.get(key) for key in self._panels), key=lambda panel: panel.name))

    def form(self, panel_key: str, form_id: str, version: int, *, asking: bool = False) -> Form:
        """The form on which answers were given, an earlier version included; while it is still being filled in
        (``asking``) only what the mode in force asks. Raises ``UnknownPanel``."""
        panel = self.get(panel_key) if asking else self.declared(panel_key)
        public: tuple[Form, ...] = (panel.public_door.form,) if panel.public_door else ()
        for form in (panel.referral_form, *public, *(one.form for one in panel.case_forms), *panel.earlier_forms):
            if (form.id, form.version) == (form_id, version):
                return form
        raise UnknownPanel(f"The panel has no form {form_id} version {version}.")

    def _clashes(self, panel: PanelType) -> Iterator[Fault]:
        if panel.key in self._panels:
            mend = "Give the panel the name of its folder"
            yield Fault(f"another panel has the key {panel.key}", mend, field="key")
        if any(panel.reference_letter == other.reference_letter for other in self._panels.values()):
            words = f"another panel has the reference letter {panel.reference_letter}"
            yield Fault(words, "Choose a capital letter that is free", field="reference_letter")

    def clear(self) -> None:
        """Forget every panel, so that an application can be made afresh."""
        self._panels.clear()


panel_types = Registry()
