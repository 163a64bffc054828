"""Everything that must be given before what was typed about a case counts as the panel's decision."""

from collections.abc import Iterable

from auth.models import Agency
from casework.actions.service import open_count
from casework.cases.closing import closing_assessment
from casework.cases.models import Case
from casework.cases.named import names_told
from casework.panel_type.closing import closing_guards
from casework.panel_type.definition import PanelType
from casework.panel_type.lifecycle import Guard
from extensions import db
from panels.agendas.models import AgendaItem
from panels.decisions import typed as rules
from panels.decisions.models import ItemRecord
from panels.decisions.quorum import missing_for
from panels.decisions.states import DECIDED
from panels.decisions.table import Table, table_for
from panels.decisions.typed import Lack, Typed
from panels.decisions.ways import way_lacks
from panels.meetings.access import OPEN
from panels.meetings.cycle import rules_of
from panels.meetings.models import Meeting


def lacks_of(
    *, meeting: Meeting, item: AgendaItem, case: Case, record: ItemRecord | None, typed: Typed, decided: bool
) -> tuple[Lack, ...]:
    """Everything that must be given before this can be saved, in the order of the page."""
    table = table_for(meeting, item, case, chair_id=typed.acted_by_id)
    picked = typed.option != (record.option if record else None)
    if typed.option and (decided or picked) and table.offer(typed.option) is None:
        return (_not_offered(table.panel, typed.option),)
    wordless = rules.wordless_lacks(table.panel, typed)
    told = _names_told(case, typed)
    if not decided:
        return (*wordless, *told, *rules.action_lacks(typed.actions))
    return _once(
        (
            *wordless,
            *told,
            *_quorum_lacks(meeting, item, table, record, typed),
            *rules.lacks(table.panel, typed),
            *_unmet(table, typed),
            *_way_lacks(table, record, typed),
            *_chair_lacks(table, item, record, typed),
            *_closing_lacks(table.panel, case, typed),
        )
    )


def dissent_after(record: ItemRecord | None, typed: Typed) -> list[dict[str, str]]:
    """The disagreements that stand on the record once this is saved."""
    agency = db.session.get(Agency, typed.dissent_agency_id) if typed.dissent_agency_id else None
    standing = (record.dissent or []) if record else []
    return rules.dissent_after(standing, typed, agency.short_name if agency else "")


def _names_told(case: Case, typed: Typed) -> tuple[Lack, ...]:
    """Words of the record, which stand in the minutes, that tell who the case is about though names are withheld."""
    texts = {"reason": typed.reason, "telling": typed.telling, "dissent_words": typed.dissent_words}
    return tuple(Lack(field, message) for field, message in names_told(case, texts))


def _not_offered(panel: PanelType, key: str) -> Lack:
    """Why a decision cannot be taken on this case: it is not on the page, so this answers only who sends it anyway."""
    known = next((option for option in panel.decisions if option.key == key), None)
    return Lack("option", known.offered.why_not if known and known.offered else "Select one of the decisions shown")


def _unmet(table: Table, typed: Typed) -> tuple[Lack, ...]:
    offer = table.offer(typed.option)
    return tuple(Lack("option", needed.why_not) for needed in offer.unmet) if offer else ()


def _way_lacks(table: Table, record: ItemRecord | None, typed: Typed) -> tuple[Lack, ...]:
    disagreements = len(dissent_after(record, typed))
    return way_lacks(table.panel.meeting, typed, voters=len(table.room.voters), disagreements=disagreements)


def _chair_lacks(table: Table, item: AgendaItem, record: ItemRecord | None, typed: Typed) -> tuple[Lack, ...]:
    """Whoever chairs a case hears it, and nothing in the panel's own rule speaks against them."""
    if typed.acted_by_id is None:
        wants_one = table.panel.meeting.may_chair is not None
        return (Lack("acted_by", "Select who chaired this case"),) if wants_one else ()
    if _is_decided(item, record, typed) or typed.acted_by_id in {line.account_id for line in table.chairs}:
        return ()
    why = table.refused.get(typed.acted_by_id, "Select somebody who chairs the panel and is in the room")
    return (Lack("acted_by", why),)


def _is_decided(item: AgendaItem, record: ItemRecord | None, typed: Typed) -> bool:
    """Whether this decision stands already, so that it is not taken again now."""
    return item.state == DECIDED and record is not None and record.option == typed.option


def _once(lacks: Iterable[Lack]) -> tuple[Lack, ...]:
    return tuple(dict.fromkeys(lacks))


def _quorum_lacks(
    meeting: Meeting, item: AgendaItem, table: Table, record: ItemRecord | None, typed: Typed
) -> tuple[Lack, ...]:
    """What stands against any decision at all, where the panel's quorum binds.

    Words may still be added to what was decided while the quorum was there, but not another decision. Source of such a
    rule: Counter-Terrorism and Security Act 2015 s37(1), (3), (5).
    """
    if not rules_of(meeting).quorum_binds or _is_decided(item, record, typed):
        return ()
    if meeting.state != OPEN:
        return (Lack("", "The meeting is over and its quorum has gone. This case goes to the next meeting"),)
    missing = missing_for(meeting, item, table.room, table.acting_id)
    if not missing:
        return ()
    words = "; ".join(one.words for one in missing)
    return (Lack("", f"Nothing can be decided without the quorum. Missing: {words}"),)


def _closing_lacks(panel: PanelType, case: Case, typed: Typed) -> tuple[Lack, ...]:
    """What stands against closing: no new look at the risk, or something that is still to be done."""
    if not typed.option or not panel.decision(typed.option).needs_closure_reason:
        return ()
    needed = closing_guards(panel, panel.decision(typed.option).target_state)
    found = []
    if Guard.CLOSING_ASSESSMENT in needed and closing_assessment(case) is None:
        found.append(Lack("option", "Fill in the closing risk assessment on the case’s risk page before it is closed"))
    standing = open_count(case.id) + sum(not row.is_blank() for row in typed.actions)
    if Guard.ACTIONS_SETTLED in needed and standing:
        count = "1 action is" if standing == 1 else f"{standing} actions are"
        found.append(Lack("option", f"{count} still to be done. Settle or hand over each before the case is closed"))
    return tuple(found)
