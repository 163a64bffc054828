"""Pages of one case that only read: timeline, people, history."""

from flask import render_template, request

from auth.current import current_actor, permission_required
from auth.policy import may
from casework.cases.access import case_for, open_typed
from casework.cases.blueprint import blueprint
from casework.cases.conflicts import conflicts_of, teams_of
from casework.cases.lifting import AGREE, ASK, may_settle, requests_of
from casework.cases.notes import notes_of
from casework.cases.pages import has_hidden_address, page
from casework.cases.rules import NAME_WITHHELD, age_words, role_labels
from casework.cases.timeline import KINDS, PAGE, entries_of, events_of, note_title
from casework.cases.typed_before import typed_before
from casework.panel_type.registry import panel_types
from wording.dates import today

HISTORY_KINDS = frozenset(
    (
        *(
            "opened",
            "state",
            "closed",
            "review",
            "review_due",
            "time_came",
            "conflict",
            "typed_before",
            "apart_cleared",
        ),
        *("person", "contact", "safety", "address", "document", "note_moved"),
    )
)


@blueprint.get("/cases/<reference>/timeline")
@permission_required("case.read")
def timeline(reference: str) -> str:
    """What happened, newest first."""
    actor = current_actor()
    opened = case_for(actor, reference)
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    number = max(request.args.get("page", 1, type=int), 1)
    entries = entries_of(actor, opened.case, kind)
    start = (number - 1) * PAGE
    base = f"/cases/{reference}/timeline?kind={kind}&page="
    pages = {
        "previous_href": f"{base}{number - 1}" if number > 1 else "",
        "next_href": f"{base}{number + 1}" if start + PAGE < len(entries) else "",
    }
    shown = entries[start : start + PAGE]
    context = page(opened, actor, "/timeline", entries=shown, kinds=KINDS, kind=kind, pages=pages)
    return render_template("casework/cases/timeline.html", **context)


@blueprint.get("/cases/<reference>/people")
@permission_required("case.read")
def people(reference: str) -> str:
    """Who is in the case, and as what. Ways to reach them stand on each person's own page."""
    actor = current_actor()
    opened = case_for(actor, reference)
    roles = panel_types.get(opened.case.panel).case_roles
    rows = [
        {"reference": "", "name": NAME_WITHHELD, "roles": role_labels(roles, party.roles or [])}
        if opened.withheld
        else {
            "reference": party.person.reference,
            "name": party.person.display_name,
            "age": age_words(party.person.born_on, party.person.estimated_age, today()),
            "area": party.person.area,
            "roles": role_labels(roles, party.roles or []),
            "hidden": has_hidden_address(party.person),
        }
        for party in opened.case.parties
        if party.removed_at is None
    ]
    return render_template("casework/cases/people.html", **page(opened, actor, "/people", rows=rows))


@blueprint.get("/cases/<reference>/history")
@permission_required("case.read")
def history(reference: str) -> str:
    """What was changed: corrected notes with both texts, changes of state and people, conflicts of interest."""
    actor = current_actor()
    opened = case_for(actor, reference)
    notes = notes_of(actor, opened.case)
    by_id = {note.id: note for note in notes}
    corrected = [(note_title(note), by_id.get(note.replaces_id), note) for note in notes if note.replaces_id]
    case, related = opened.case, opened.relationships
    sets_conflicts = may(actor, "conflict.set", case.panel, related)
    agrees = may(actor, AGREE, case.panel, related)
    lifts = [(one, may_settle(actor, one)) for one in requests_of(case.id)] if agrees else []
    typed = typed_before(case.id) if sets_conflicts else []
    open_typed(actor, opened, typed)
    context = page(
        opened,
        actor,
        "/history",
        corrected=corrected,
        events=events_of(opened.case, HISTORY_KINDS, named=not opened.withheld),
        conflicts=[one for one in conflicts_of(case.id) if one.team_id is None] if sets_conflicts else [],
        teams=teams_of(case.id) if sets_conflicts else [],
        sets_conflicts=sets_conflicts,
        lifts_conflicts=may(actor, ASK, case.panel, related),
        lifts=lifts,
        typed=typed,
    )
    return render_template("casework/cases/history.html", **context)
