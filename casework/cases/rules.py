"""Rules on plain values: who a case is about, ages, bands, who reads a note, how long a closed case is kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from auth.roles import Role
from casework.panel_type.definition import RetentionRule
from casework.panel_type.questions import Choice
from casework.panel_type.risk import RiskTool
from casework.panel_type.working_time import add_months

FACT, ALLEGATION, OPINION = "fact", "allegation", "opinion"
PANEL, CHAIR_ONLY = "panel", "chair_only"
CHAIR_ONLY_READERS = frozenset({Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR})
ADULT_AT = 18
CLOSING_DAYS = 14
NAME_WITHHELD = "Name withheld"


class Someone(Protocol):
    """What a summary is made of."""

    @property
    def display_name(self) -> str | None: ...

    @property
    def born_on(self) -> date | None: ...

    @property
    def estimated_age(self) -> str | None: ...

    @property
    def area(self) -> str | None: ...


class Part(Protocol):
    """A person's part in a case."""

    roles: Any
    removed_at: Any
    person: Any


def first_affected(parties: Sequence[Part], subject_roles: Collection[str]) -> Any:
    """The person lists name a case by: the first whose role a risk tool is about, else the first; ``None`` if none."""
    standing = [party for party in parties if party.removed_at is None]
    affected = [party for party in standing if set(party.roles or ()) & set(subject_roles)]
    found = affected or standing
    return found[0].person if found else None


def summary_of(person: Someone, today: date) -> dict[str, str]:
    """Name, initials, age and area for lists. The area never says more than the outward postcode or the ward.

    ``born``: the date of birth in ISO form, for the panel's own rules alone: they read a case by its own key.
    """
    name = person.display_name or ""
    return {
        "name": name,
        "initials": initials(name),
        "age": age_words(person.born_on, person.estimated_age, today),
        "area": person.area or "",
        "born": person.born_on.isoformat() if person.born_on else "",
    }


def summary_of_title(title: str) -> dict[str, str]:
    """The same line for a case about no person: its title, whole even where others are shown by initials."""
    return {"name": title, "initials": title, "age": "", "area": "", "born": ""}


def summary_without_name(person: Someone) -> dict[str, str]:
    """The same line for a case whose names are withheld. The date of birth stays for the panel's rules."""
    born = person.born_on.isoformat() if person.born_on else ""
    return {"name": NAME_WITHHELD, "initials": "", "age": "", "area": "", "born": born}


def initials(name: str) -> str:
    """ "Pemberwick Thistledown" as "P.T."; works in every script."""
    return "".join(f"{word[0]}." for word in name.split() if word[0].isalpha())


def age_on(born_on: date, today: date) -> int:
    """Full years lived. Somebody born on 29 February has the birthday on 1 March in other years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def age_words(born_on: date | None, estimated: str | None, today: date) -> str:
    """The age in years, "about 40" when it is estimated, or nothing."""
    if born_on:
        return str(age_on(born_on, today))
    return f"about {estimated}" if estimated else ""


def role_labels(case_roles: Iterable[Choice], roles: Iterable[str]) -> list[str]:
    """The roles in words, in the order held."""
    labels = {choice.value: choice.label for choice in case_roles}
    return [labels.get(role, role) for role in roles]


def band_rank(tools: Sequence[RiskTool]) -> dict[str, int]:
    """How bands order, the lowest first."""
    return {band.key: place for tool in tools for place, band in enumerate(tool.bands)}


def highest_band(tools: Sequence[RiskTool], bands: Iterable[str]) -> str | None:
    """The highest of ``bands``; ``None`` when there is none."""
    rank = band_rank(tools)
    return max(bands, key=lambda band: rank.get(band, -1), default=None)


def may_read_note(handling: str, roles: Collection[Role]) -> bool:
    """Whether somebody with ``roles`` in the panel reads a note with this handling (the case is open already)."""
    return handling == PANEL or bool(CHAIR_ONLY_READERS & set(roles))


def closing_assessment_counts(occasion: str, made_on: date, today: date) -> bool:
    """Whether an assessment stands for the closing: made for it, and not so long ago that things may have changed."""
    return occasion == "closure" and 0 <= (today - made_on).days <= CLOSING_DAYS


def retention_rule(rules: Sequence[RetentionRule], state: str) -> RetentionRule:
    """The rule for a case that ended in ``state``; that of a closed case if there is none of its own.

    Raises ``LookupError`` if the panel has neither.
    """
    for record in (state, "case"):
        found = next((rule for rule in rules if rule.record == record), None)
        if found is not None:
            return found
    raise LookupError("This panel does not say how long a closed case is kept.")


def retention_due(
    rule: RetentionRule, closed_on: date, births: Iterable[date], *, unborn_or_unknown_child: bool = False
) -> date:
    """The day from which a case closed on ``closed_on`` may be disposed of.

    ``births``: dates of birth of the people in it. A case with a child is kept until the youngest is
    ``child_until_age``; a child whose date of birth is not known counts as born on the day of closing.
    """
    due = add_months(closed_on, rule.years * 12 + rule.months)
    if rule.child_until_age is None:
        return due
    children = [born for born in births if age_on(born, closed_on) < ADULT_AT]
    if not children and unborn_or_unknown_child:
        children = [closed_on]
    grown = [add_months(born, rule.child_until_age * 12) for born in children]
    return max([due, *grown])


def latest_by_person(assessments: Iterable[Any]) -> Mapping[Any, Any]:
    """The newest assessment of each person (oldest first in)."""
    return {assessment.person_id: assessment for assessment in assessments}
