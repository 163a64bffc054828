"""The forms of the live meeting. The page of one case has as many action rows as are asked for."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from casework.actions.forms import BY_PROVIDER
from casework.cases.closing import VICTIM_TOLD
from casework.cases.conflicts import CONNECTIONS
from casework.cases.notes import NATURES
from casework.panel_settings.wordless import worded
from casework.panel_type.definition import PanelType
from inputs import ChoiceField, DateField, LineField, MultiField, NumberField, Option, PageForm, TextField
from panels.decisions.offers import Offer
from panels.decisions.typed import DISAGREED, NewAction, Typed, prepared_reason

ROWS, MOST_ROWS = 2, 12
ROW_PARTS = ("agency", "officer", "text", "why", "due", "provider")
HANDLINGS = (
    Option("panel", "May be minuted"),
    Option("not_minuted", "Said at the table only, not minuted"),
    Option("chair_only", "For the chair, the vice-chair and the coordinator only"),
)


class SelectField(ChoiceField):
    """One answer from a drop-down list."""

    kind = "select"


class LiveForm(PageForm):
    """What is typed about one case. Only words that cannot be held are refused here; the service asks for the rest."""

    option = ChoiceField("Decision")
    prepared = SelectField("Prepared reason", hint="Used when the reason is empty")
    reason = TextField("Reason", max_length=10_000)
    closure_reason = SelectField("Why the case closes", hint="Only when the decision is to close")
    band = ChoiceField("Risk now")
    review_on = DateField("Next review", hint="Leave empty for the panel’s usual time")
    rule = ChoiceField("How it was decided")
    votes_for = NumberField("Votes for")
    votes_against = NumberField("Votes against")
    dissent_agency = SelectField("Who disagreed")
    dissent_words = TextField("What they said, in their own words", max_length=4_000)
    dissent_removed = MultiField("Take out a disagreement written by mistake")
    told = ChoiceField("Has the person affected been told?", choices=VICTIM_TOLD, default="to_tell")
    telling = TextField("What they are told, by whom and how", max_length=4_000)
    acted_by = SelectField("Who chaired this case")
    rows = NumberField("Rows", highest=MOST_ROWS, default=ROWS)

    def action_rows(self) -> Iterable[tuple[int, dict[str, Any]]]:
        """The number of each action row and its fields by their short names."""
        for number in range(1, self.row_count() + 1):
            yield number, {part: self[f"a{number}_{part}"] for part in ROW_PARTS}

    def row_count(self) -> int:
        """How many action rows the page has."""
        return sum(name.endswith("_agency") and name.startswith("a") for name in self._fields)


class ContributionForm(PageForm):
    """What an agency said, as the minute-taker types it."""

    agency = SelectField("Which agency said it?", required="Select which agency said it")
    nature = ChoiceField("Is it", choices=NATURES, required="Select fact, allegation or opinion")
    handling = ChoiceField("What may be done with it?", choices=HANDLINGS, default="panel")
    text = TextField("What was said", required="Enter what was said", max_length=10_000)


class ConflictForm(PageForm):
    """Who has a conflict of interest in the case that is being heard."""

    account = SelectField("Who has a connection with somebody in this case?", required="Select who it is")
    connection = SelectField("What is the connection?", choices=CONNECTIONS, required="Select what the connection is")


def live_form_class(rows: int) -> type[LiveForm]:
    """The page's form with ``rows`` action rows (two at least, twelve at most)."""
    fields: dict[str, Any] = {}
    for number in range(1, max(ROWS, min(rows, MOST_ROWS)) + 1):
        fields |= {
            f"a{number}_agency": SelectField(f"Action {number}: agency"),
            f"a{number}_text": LineField(f"Action {number}: what will be done", max_length=500),
            f"a{number}_officer": LineField(f"Action {number}: named officer", max_length=120),
            f"a{number}_why": LineField(f"Action {number}: why", max_length=500),
            f"a{number}_due": DateField(f"Action {number}: due"),
            f"a{number}_provider": MultiField(f"Action {number}: provider", choices=BY_PROVIDER),
        }
    return type("LiveForm", (LiveForm,), fields)


def wordless_rows(form: type[LiveForm], panel: str) -> type[LiveForm]:
    """The form with its actions picked from the panel's own where nothing is typed; the form itself elsewhere."""
    rows = {name.split("_")[0] for name in vars(form) if name.endswith("_agency") and name.startswith("a")}
    return worded(
        form,
        panel,
        actions=[f"{row}_text" for row in rows],
        gone=[*(f"{row}_why" for row in rows), "telling", "dissent_words"],
    )


def offer(
    form: LiveForm,
    panel: PanelType,
    *,
    offers: Sequence[Offer],
    agencies: Sequence[Option],
    chairs: Sequence[Option],
    dissent: Sequence[dict[str, str]],
) -> None:
    """Put what can be picked into the form's lists."""
    form.option.choices = [Option(one.option.key, one.option.title, one.hint) for one in offers]
    form.prepared.choices = [
        Option(f"{one.option.key}:{place}", f"{one.option.title}: {words}")
        for one in offers
        for place, words in enumerate(one.option.prepared_reasons)
    ]
    form.closure_reason.choices = [Option(one.value, one.label) for one in panel.closure_reasons]
    form.band.choices = bands_of(panel)
    form.rule.choices = [Option(way.key, way.title, way.basis) for way in panel.meeting.ways_to_decide]
    form.rule.data = form.rule.data or panel.meeting.ways_to_decide[0].key
    form.dissent_agency.choices = agencies
    form.dissent_removed.choices = [
        Option(str(place), f"{one['agency']}: {one['words'][:80]}") for place, one in enumerate(dissent)
    ]
    form.acted_by.choices = chairs
    for _, fields in form.action_rows():
        fields["agency"].choices = agencies


def bands_of(panel: PanelType) -> list[Option]:
    """The risk bands of the panel, the highest first."""
    bands = {band.key: Option(band.key, band.title) for tool in panel.risk_tools for band in tool.bands}
    return list(bands.values())[::-1]


def typed_in(form: LiveForm, panel: PanelType) -> Typed:
    """What the page holds. A prepared reason counts only where no reason was typed; where the panel takes no words
    about people, it counts first, and who disagreed stands without their words."""
    prepared = prepared_reason(panel, form.prepared.data or "")
    wordless = not panel.in_mode.narrative
    return Typed(
        option=form.option.data or None,
        reason=(prepared or form.reason.data) if wordless else (form.reason.data or prepared),
        band=form.band.data or None,
        closure_reason=form.closure_reason.data or None,
        review_on=form.review_on.data,
        rule=form.rule.data or "",
        votes_for=form.votes_for.data,
        votes_against=form.votes_against.data,
        telling=form.telling.data,
        told=form.told.data or "to_tell",
        acted_by_id=_id(form.acted_by.data),
        dissent_agency_id=_id(form.dissent_agency.data),
        dissent_words=form.dissent_words.data or (DISAGREED if wordless and form.dissent_agency.data else ""),
        dissent_removed=tuple(int(place) for place in form.dissent_removed.data or ()),
        actions=tuple(_row(number, fields) for number, fields in form.action_rows()),
    )


def filled_with(typed: Typed) -> dict[str, Any]:
    """The form's starting values for what stands."""
    return {
        "option": typed.option,
        "reason": typed.reason,
        "band": typed.band,
        "closure_reason": typed.closure_reason,
        "review_on": typed.review_on,
        "rule": typed.rule,
        "votes_for": typed.votes_for,
        "votes_against": typed.votes_against,
        "telling": typed.telling,
        "told": typed.told,
        "acted_by": str(typed.acted_by_id or ""),
    }


def _row(number: int, fields: dict[str, Any]) -> NewAction:
    return NewAction(
        number,
        _id(fields["agency"].data),
        fields["officer"].data,
        fields["text"].data,
        fields["why"].data,
        fields["due"].data,
        bool(fields["provider"].data),
    )


def _id(value: str | None) -> UUID | None:
    return UUID(value) if value else None
