"""Who may open which case: the product's promise told a second time, in plain values. Imports nothing of the product.

``Model`` says of each act whether it takes effect, and after it who opens what."""

from dataclasses import dataclass, field, make_dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
RUN, HEADS = {"chair", "vice_chair", "coordinator"}, {"chair", "vice_chair"}
KEEP, DUTY, LET_IN = RUN | {"case_officer"}, {"duty_officer", "deputy"}, {"associate", "contact", "guest"}


def end_of_day(at: datetime, working_days: int) -> datetime:
    """Midnight at the end of the day so many weekdays later (the histories meet no bank holiday)."""
    day = at.astimezone(LONDON).date()
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5
    return datetime.combine(day + timedelta(days=1), time(), LONDON)


Panel = make_dataclass("Panel", ["offers", "days_after_closing", "emergency", "vets", ("runs", bool, True)])
Role = make_dataclass("Role", ["name", "panel", "first", "last"])
Person = make_dataclass(
    "Person", ["agency", "roles", ("duty", bool, False), ("active", bool, True), ("vetted", date, date.min)]
)


@dataclass
class Grant:
    who: str
    kind: str
    first: datetime | None
    last: datetime | None = None
    meeting: int | None = None
    confirmed: bool = True
    ended: bool = False
    due: datetime | None = None  # for a review that still waits

    def over(self, at: datetime) -> bool:
        return self.ended or (self.last is not None and self.last <= at)


@dataclass
class Case:
    panel: str
    shut_to_agency: str = ""
    listed: bool = False
    closed: bool = False
    grants: list[Grant] = field(default_factory=list)
    conflicts: dict[str, tuple[str, str] | None] = field(default_factory=dict)  # who, and who asked to lift it
    agencies: set[str] = field(default_factory=set)  # whole agencies in conflict
    apart: set[str] = field(default_factory=set)
    chairs: list[tuple[str, datetime]] = field(default_factory=list)  # named to chair a meeting that hears it


@dataclass
class Model:
    panels: dict[str, Panel]
    people: dict[str, Person]
    cases: dict[str, Case]
    at: datetime

    def roles(self, who: str, panel: str) -> set[str]:
        day = self.at.astimezone(LONDON).date()
        held = [role for role in self.people[who].roles if role.panel == panel and self.panels[panel].runs]
        vetted = day <= self.people[who].vetted or not self.panels[panel].vets
        return {role.name for role in held if role.first <= day <= role.last and (vetted or role.name == "referrer")}

    def kinds(self, who: str, case: Case) -> set[str]:
        mine = [one for one in case.grants if one.who == who and one.confirmed and not one.over(self.at)]
        return {one.kind for one in mine if one.first is not None and one.first <= self.at}

    def kept_out(self, who: str, case: Case) -> bool:  # by a conflict of their own or of their agency, or kept apart
        return who in case.conflicts or self.people[who].agency in case.agencies or who in case.apart

    def shut(self, who: str, case: Case) -> bool:  # or because it is about a colleague
        person, kinds = self.people[who], self.kinds(who, case)
        colleague = case.shut_to_agency == person.agency and not self.roles(who, case.panel) & RUN
        return self.kept_out(who, case) or (colleague and "named" not in kinds)

    def chairs(self, who: str, case: Case) -> bool:  # until the day of the meeting is over
        day = self.at.astimezone(LONDON).date()
        return any(one == who and day <= starts.astimezone(LONDON).date() for one, starts in case.chairs)

    def opens(self, who: str, name: str) -> bool:
        case, person = self.cases[name], self.people[who]
        panel, roles, kinds = self.panels[case.panel], self.roles(who, case.panel), self.kinds(who, case)
        if not person.active or person.duty or not panel.runs or self.shut(who, case):
            return False
        member = "member" in roles and not case.closed
        by_role = bool(roles & KEEP) or (member and ("named" in kinds or (case.listed and "named" not in panel.offers)))
        let_in = bool(kinds & LET_IN) or self.chairs(who, case)
        return by_role or let_in or ("emergency" in kinds and bool(roles & DUTY))

    def heads(self, who: str, case: Case, roles: set[str]) -> bool:
        return bool(self.roles(who, case.panel) & roles) and not self.shut(who, case) and not self.people[who].duty

    def fits(self, case: Case, who: str, kind: str) -> bool:
        roles = self.roles(who, case.panel)
        member_fits = {"named": "member" in roles, "contact": True}.get(kind, "member" not in roles)
        return not self.people[who].duty and who not in case.conflicts and not roles & KEEP and member_fits

    def give(self, by: str, name: str, who: str, kind: str, *guest: object) -> bool:
        case = self.cases[name]
        new = Grant(who, kind, None if guest else self.at, *guest)
        same = [one for one in case.grants if (one.who, one.kind, one.meeting) == (who, kind, new.meeting)]
        fits = self.fits(case, who, kind) and not any(not one.over(self.at) for one in same)
        offered = kind in self.panels[case.panel].offers or (kind == "named" and case.shut_to_agency)
        if not self.heads(by, case, RUN) or case.closed or not self.people[who].active or not fits or not offered:
            return False
        new.confirmed = kind != "associate" or bool(self.roles(by, case.panel) & HEADS)
        case.grants.append(new)
        return True

    def confirm(self, by: str, name: str, grant: Grant) -> bool:
        case = self.cases[name]
        waits = not grant.confirmed and not grant.ended and self.fits(case, grant.who, grant.kind)
        if effect := self.heads(by, case, HEADS) and waits:
            grant.confirmed, grant.first = True, self.at
        return effect

    def declare(self, by: str, name: str, who: str) -> bool:
        case = self.cases[name]
        known = self.roles(by, case.panel) - DUTY - {"referrer"} or self.kinds(by, case) & LET_IN
        own = (bool(known) or self.chairs(by, case)) and self.panels[case.panel].runs and not self.people[by].duty
        if effect := own if by == who else self.heads(by, case, RUN):
            case.conflicts.setdefault(who, None)
        return effect

    def declare_agency(self, by: str, name: str, agency: str) -> bool:
        case = self.cases[name]
        others = [who for who in self.people if self.people[who].agency != agency and not self.kept_out(who, case)]
        left = any(self.roles(who, case.panel) & RUN for who in others if self.people[who].active)
        effect = self.heads(by, case, RUN) and (left or agency in case.agencies)
        if effect and agency not in case.agencies:
            case.agencies.add(agency)
            for who in [one for one in self.people if self.people[one].agency == agency]:
                case.conflicts.setdefault(who, ("", ""))  # lifted with the agency's, and not alone
        return effect

    def clear(self, by: str, name: str, who: str) -> bool:
        case = self.cases[name]
        by_role = bool(self.roles(who, case.panel) & (KEEP | {"member"})) and not self.people[who].duty
        let_in = any(one.who == who and not one.ended for one in case.grants) or self.chairs(who, case)
        other = self.people[by].agency != self.people[who].agency
        waits = who in case.apart and self.people[who].active and (by_role or let_in)
        if effect := self.heads(by, case, HEADS) and waits and other:
            case.apart.discard(who)
        return effect

    def ask_to_lift(self, by: str, name: str, who: str) -> bool:
        case = self.cases[name]
        if effect := self.heads(by, case, RUN) and case.conflicts[who] is None:
            case.conflicts[who] = by, self.people[by].agency
        return effect

    def agree_to_lift(self, by: str, name: str, who: str) -> bool:
        case = self.cases[name]
        asker, agency = case.conflicts[who] or ("", "")
        if effect := self.heads(by, case, RUN) and by != asker and self.people[by].agency != agency:
            del case.conflicts[who]
        return effect

    def emergency(self, by: str, name: str) -> bool:
        case = self.cases[name]
        dues = [one.due for case in self.cases.values() for one in case.grants if one.who == by and one.due]
        on_duty = self.roles(by, case.panel) & self.panels[case.panel].emergency and not self.shut(by, case)
        if not on_duty or any(due <= self.at for due in dues):
            return False
        if not self.opens(by, name):
            hour, due = self.at + timedelta(minutes=60), end_of_day(self.at, 2)
            case.grants.append(Grant(by, "emergency", self.at, hour, due=due))
        return True

    def close(self, name: str) -> None:
        (case := self.cases[name]).closed = True
        for grant in [one for one in case.grants if one.kind in ("associate", "contact")]:
            grant.last = grant.last or end_of_day(self.at, self.panels[case.panel].days_after_closing)
