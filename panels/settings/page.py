"""The page of one definition: everything in the words of whoever signs it off."""

from pathlib import Path
from typing import Any

from casework.panel_settings.present import all_values
from casework.panel_settings.service import mode_record
from casework.panel_settings.signing import all_signed, signed_since
from casework.panel_type.definition import PanelType
from casework.panel_type.fingerprint import parts_of, whole
from casework.panel_type.marked import marked_numbers, misfits
from casework.panel_type.registry import panel_types
from panels.settings import (
    shown_examples,
    shown_forms,
    shown_letters,
    shown_life,
    shown_meeting,
    shown_records,
    shown_risk,
    shown_roles,
)
from panels.settings.words import CLASSES
from wording.dates import today


def definition_page(panel: PanelType, root: Path) -> dict[str, Any]:
    """What the template of one definition shows. ``root`` is the application's folder, for the words of letters."""
    return {
        "panel": panel,
        "classes": CLASSES,
        **_standing(panel),
        **_forms(panel),
        **_life(panel),
        **_meeting(panel),
        **_records(panel),
        "rights": shown_roles.rights(panel),
        "letters": shown_letters.letters(panel, root),
        "examples": shown_examples.examples(panel),
    }


def nameable(panel: PanelType) -> list[PanelType]:
    """The panels that may be named on the page of this one: never one whose existence is hidden, but to itself."""
    return [other for other in panel_types.all() if not other.visibility.existence_hidden or other.key == panel.key]


def _standing(panel: PanelType) -> dict[str, Any]:
    declared = panel_types.declared(panel.key)
    values = all_values(today()).get(panel.key, {})
    numbers = {marked.name: marked for marked in marked_numbers(declared)}
    unfit = misfits(declared, values)
    changed = [name for name in values if name in numbers and name not in unfit]
    return {
        "declared": declared,
        "changed_numbers": sum(int(values[name]) != numbers[name].value for name in changed),
        "misfits": sorted(unfit),
        "record": mode_record(panel.key, today()),
        "ways_to_run": tuple((mode.title, mode.explanation, mode.needs_record or "Nothing") for mode in panel.modes),
        "since": signed_since(panel),
        "signed": all_signed(panel.key),
        "fingerprint": whole(parts_of(panel)),
    }


def _forms(panel: PanelType) -> dict[str, Any]:
    return {
        "referral_sections": shown_forms.form_sections(panel.referral_form),
        "question_count": shown_forms.question_count(panel.referral_form),
        "case_forms": shown_forms.case_forms(panel),
        "tools": shown_risk.tools(panel),
    }


def _life(panel: PanelType) -> dict[str, Any]:
    return {
        "diagram": shown_life.drawn(panel),
        "states": [(row.title, row.told, row.marks) for row in shown_life.state_rows(panel)],
        "moves": shown_life.move_rows(panel),
        "clocks": shown_meeting.clocks(panel),
    }


def _meeting(panel: PanelType) -> dict[str, Any]:
    return {
        "cycle": shown_meeting.cycle(panel),
        "agenda": shown_meeting.agenda(panel),
        "steps": shown_meeting.hearing(panel),
        "quorum": shown_meeting.quorum(panel),
        "quorum_rule": shown_meeting.quorum_rule(panel),
        "ways": shown_meeting.ways(panel),
        "decisions": shown_meeting.decisions(panel),
    }


def _records(panel: PanelType) -> dict[str, Any]:
    others = nameable(panel)
    return {
        "retention": shown_records.retention(panel),
        "visibility": shown_records.visibility(panel, others),
        "closure_reasons": shown_records.closure_reasons(panel),
        "refusals": shown_records.refusals(panel),
        "prompts": shown_records.prompts(panel),
        "figures": shown_records.figures(panel),
        "hand_overs": shown_records.hand_overs(panel, others),
        "stock_actions": shown_records.stock_actions(panel),
        "brief": shown_records.brief(panel),
    }


def summaries(panels: list[PanelType]) -> list[dict[str, Any]]:
    """One line for each panel: how it is run, how much is set, who signed it off."""
    values = all_values(today())
    rows = []
    for panel in panels:
        since = signed_since(panel)
        rows.append(
            {
                "panel": panel,
                "mode": panel.in_mode.title if panel.modes else "In full",
                "runs": panel.in_mode.runs,
                "set": len(values.get(panel.key, {})),
                "since": since,
            }
        )
    return rows
