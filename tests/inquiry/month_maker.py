"""Makes a month of a partnership: ordinary work, and misuse planted in it.

The same seed makes the same month. People work on their own cases and look around a little; coordinators open more.
"""

import random
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.inquiry.month import CLOSED, FIRST, LAST, PANEL, Month, Person

LONDON = ZoneInfo("Europe/London")
DEVICES = ("Edge on Windows", "Chrome on Windows", "Safari on iPhone", "Chrome on Android", "Safari on Mac")
STRANGE = "Firefox on Linux"
IN_EMERGENCY = ("emergency", "you began emergency access to this case")
RULES = {
    "coordinator": ("coordinator", "you coordinate this panel"),
    "member": ("member-listed-case", "you are a member of this panel and the case is on its agenda"),
    "auditor": ("auditor", "you audit the access log"),
    "case_officer": ("case-officer", "you are a case officer of this panel"),
}
ORDINARY = {name for name, _ in RULES.values()}


class Maker:
    """Makes the month; ``share`` of a whole one (120 people, 20 agencies, 400 cases, about 60,000 entries)."""

    def __init__(self, share: float = 1.0, seed: int = 7) -> None:
        self.random = random.Random(seed)
        self.share, self.number = share, 0
        self.agencies = [self._id() for _ in range(max(4, int(20 * share)))]
        cases = [self._id() for _ in range(max(80, int(400 * share)))]
        self.month = Month([], cases, closed=dict.fromkeys(cases[:CLOSED], datetime(2026, 6, 1, tzinfo=UTC)))
        self.networks = {agency: [self._bytes() for _ in range(2)] for agency in self.agencies}
        for place in range(max(30, int(120 * share))):
            role = "coordinator" if place % 20 == 0 else "case_officer" if place % 6 == 1 else "member"
            own = self.random.sample(cases[CLOSED:], 30 if role == "coordinator" else 14)
            pace = {"coordinator": 9, "case_officer": 6, "member": 4}[role]
            agency = self.agencies[place % len(self.agencies)]
            self.month.people.append(Person(self._id(), agency, role, own, pace, evenings=place % 15 == 4))

    def make(self) -> Month:
        """Ordinary work of eight weeks (the first four are history), then what is planted; numbered by time."""
        day = FIRST - timedelta(days=28)
        while day <= LAST:
            for person in self.month.people:
                if day.weekday() < 5 and self.random.random() < 0.85:
                    self._ordinary(person, day)
            day += timedelta(days=1)
        self._plant()
        self._papers()
        self._audit()
        if self.share == 1.0:
            self._fill_up_to(60_000)
        self._number()
        return self.month

    def _fill_up_to(self, number: int) -> None:
        """Another look at what was just looked at, until the month has so many entries: no figure of different cases
        changes by it."""
        ordinary = [one for one in self.month.of_october() if one["event"] == "case.open" and one["rule"] in ORDINARY]
        missing = number - len(self.month.of_october())
        for entry in self.random.choices(ordinary, k=missing):
            again = {**entry, "at": entry["at"] + timedelta(seconds=1), "objects": [*entry["objects"]]}
            self.month.entries.append(again)

    def _audit(self) -> None:
        """An auditor looks things up in the month too."""
        auditor = Person(self._id(), self.agencies[0], "auditor", [], 0)
        self.month.auditor = auditor
        for day in (6, 13, 20):
            self.entry(auditor, self._on(day, 10), "audit.search", objects=[self.month.cases[CLOSED]])

    def _ordinary(self, person: Person, day: date) -> None:
        work = max(1, round(self.random.gauss(person.pace, person.pace / 4)))
        work = min(work, len(person.cases))
        hour = 8.0
        for case in self.random.sample(person.cases, work):
            hour = min(hour + self.random.random() * 9 / work, 17.5)
            at = self._at(day, hour)
            self.look(person, case, at)
            for number in range(self.random.randint(1, 6)):
                self.look(person, case, at + timedelta(minutes=number + 1), event="case.open")
        if self.random.random() < 0.4:
            self.entry(person, self._at(day, 9), "case.list", objects=self.random.sample(person.cases, 10))
        if self.random.random() < 0.3:
            self.entry(person, self._at(day, 10), "case.searched", kind="search", objects=[],
                       shown=len(self.random.sample(person.cases, 2)))  # fmt: skip
        if self.random.random() < 0.05:
            self.entry(person, self._at(day, 11), "letter.print", kind="letter", objects=[self._id()])
        if self.random.random() < 0.02:
            self.refuse(person, self._at(day, 12), self.random.choice(self.month.cases))
        if self.random.random() < 0.005:  # somebody rings about a case of last year
            self.look(person, self.random.choice(self.month.cases[:CLOSED]), self._at(day, 14))
        if person.evenings and self.random.random() < 0.5:
            self.look(person, self.random.choice(person.cases), self._at(day, 21))

    def _plant(self) -> None:
        officers = [person for person in self.month.people if person.role != "coordinator" and not person.evenings]
        self.random.shuffle(officers)
        take = iter(officers)
        for plant in (
            self.snooper, self.scraper, self.slow_scraper, self.night, self.closed_cases, self.relative, self.relative,
            self.namesake, self.namesake, self.conflicted, self.leaver, self.guesser, self.exporter, self.searcher,
            self.stranger_place, self.emergency, self.emergency, self.night, self.closed_cases, self.snooper,
            self.scraper, self.searcher, self.conflicted, self.leaver,
        ):  # fmt: skip
            plant(next(take))
        self.crowd()
        self.new_device(next(take))
        self.paper_reader(next(take))
        self.slow_paper_reader(next(take, officers[0]))  # of a small month nobody is left

    def _papers(self) -> None:
        """Ordinary reading of referrals and documents, drawn by itself so that nothing else of the month changes."""
        drawn = random.Random(11)
        own = {who.id: [UUID(int=drawn.getrandbits(128), version=4) for _ in range(20)] for who in self.month.people}
        day = FIRST - timedelta(days=28)
        while day <= LAST:
            for who in self.month.people if day.weekday() < 5 else ():
                for number in range(drawn.randint(0, 5)):
                    at = datetime(day.year, day.month, day.day, 9 + number, drawn.randint(0, 59), tzinfo=LONDON)
                    self.paper(who, at.astimezone(UTC), drawn.choice(own[who.id]), self.networks[who.agency][0])
            day += timedelta(days=1)

    def paper(self, who: Person, at: datetime, record: UUID, place: bytes) -> None:
        kind, event = ("referral", "referral.open") if record.int % 2 else ("document", "document.read")
        self.entry(who, at, event, kind=kind, objects=[record], place=place)
        self.month.entries[-1]["tiers"] = "F0-F3" if kind == "referral" else "F1-F3"

    def paper_reader(self, who: Person) -> None:
        """Besides the 25: no case is opened, and everything else."""
        place = self.networks[who.agency][0]
        for number in range(30):
            self.paper(who, self._on(26, 9) + timedelta(minutes=5 * number), self._id(), place)
        self.paper(who, self._on(29, 2), self._id(), place)
        self.month.on_papers = {"papers": who.id, "hours": who.id}

    def slow_paper_reader(self, who: Person) -> None:
        """Besides the 25: three other papers on each working day, under every limit of a day."""
        drawn, place = random.Random(13), self.networks[who.agency][0]
        for number in range(60):
            paper = UUID(int=drawn.getrandbits(128), version=4)
            at = datetime(2026, 10, 1 + number // 3 + 2 * (number // 15), 14, number % 60, tzinfo=LONDON)
            if at.weekday() < 5:
                self.paper(who, at.astimezone(UTC), paper, place)
        self.month.on_papers["paper_peers"] = who.id

    def snooper(self, who: Person) -> None:
        """Opened a neighbour's case past the doors: nothing explains it."""
        self.look(who, self._other(who), self._on(14, 12), rule=("none", "no rule allows this"))
        self._planted("unexplained", who)

    def scraper(self, who: Person) -> None:
        """Three times the ordinary of the busiest, in a day."""
        for number, case in enumerate(self.random.sample(self.month.cases[CLOSED:], 28)):
            self.look(who, case, self._on(20, 9) + timedelta(minutes=5 * number))
        self._planted("bulk", who)

    def slow_scraper(self, who: Person) -> None:
        """Under the limits of a day, through the whole panel."""
        for number, case in enumerate(self.month.cases[CLOSED : CLOSED + 60]):
            self.look(who, case, self._on(5 + number // 3 + 2 * (number // 15), 15))
        self._planted("peers", who)

    def night(self, who: Person) -> None:
        for number in range(4):
            self.look(who, self.random.choice(who.cases), self._on(17, 2) + timedelta(minutes=number))
        self._planted("hours", who)

    def closed_cases(self, who: Person) -> None:
        for number, case in enumerate(self.random.sample(self.month.cases[:CLOSED], 6)):
            self.look(who, case, self._on(13, 13 + number / 60))
        self._planted("closed", who)

    def relative(self, who: Person) -> None:
        case = self._other(who)
        self.month.linked.append((who.id, case, self._on(22, 9)))
        self.refuse(who, self._on(23, 10), case)
        self._planted("linked", who)

    def namesake(self, who: Person) -> None:
        case = self._other(who)
        self.month.namesakes[who.id, case] = 1 + len(self.month.namesakes)
        self.look(who, case, self._on(16, 14))
        self._planted("namesake", who)

    def conflicted(self, who: Person) -> None:
        """Looked before declaring."""
        case = self._other(who)
        self.look(who, case, self._on(7, 11))
        self.month.shut.append((who.id, case, self._on(9, 11)))
        self._planted("conflict", who)

    def leaver(self, who: Person) -> None:
        case = self._other(who)
        self.month.left.append((who.id, case, self._on(6, 9)))
        self.refuse(who, self._on(12, 9), case)
        self._planted("left", who)

    def guesser(self, who: Person) -> None:
        """Guesses references."""
        for number in range(30):
            self.refuse(who, self._on(19, 16) + timedelta(seconds=20 * number), None)
        self._planted("refused", who)

    def exporter(self, who: Person) -> None:
        for number in range(14):
            at = self._on(28, 16) + timedelta(minutes=number)
            self.entry(who, at, "document.download", kind="document", objects=[self._id()])
        self._planted("exports", who)

    def searcher(self, who: Person) -> None:
        for number in range(22):
            at = self._on(21, 13) + timedelta(minutes=number)
            self.entry(who, at, "case.searched", kind="search", objects=[], shown=1)
        self._planted("searches", who)

    def stranger_place(self, who: Person) -> None:
        for number in range(3):
            self.look(who, self.random.choice(who.cases), self._on(15, 12) + timedelta(minutes=number), place=b"x" * 32)
        self._planted("place", who)

    def emergency(self, who: Person) -> None:
        self.look(who, self._other(who), self._on(24, 23), rule=IN_EMERGENCY)
        self._planted("emergency", who)

    def new_device(self, who: Person) -> None:
        """Besides the 25: a good reason is as likely as a bad one."""
        self.month.on_new_device[who.id] = date(2026, 10, 27)
        for number in range(2):
            self.look(who, who.cases[number], self._on(27, 10) + timedelta(minutes=number))

    def crowd(self) -> None:
        """A case that is in the news."""
        case = self.month.cases[-1]
        for number, person in enumerate(self.month.people[:20]):
            self.look(person, case, self._on(29, 9) + timedelta(minutes=number))
        self.month.planted.append(("crowd", case))

    def look(self, who: Person, case: UUID, at: datetime, *, event: str = "case.open", rule: tuple[str, str] = ("", ""),
             place: bytes = b"") -> None:  # fmt: skip
        self.entry(who, at, event, objects=[case], rule=rule, place=place)

    def refuse(self, who: Person, at: datetime, case: UUID | None) -> None:
        objects = [case] if case else []
        self.entry(who, at, "case.read", objects=objects, outcome="refused", rule=("none", "no rule allows this"))

    def entry(self, who: Person, at: datetime, event: str, *, objects: list[UUID], kind: str = "case",
              outcome: str = "allowed", rule: tuple[str, str] = ("", ""), place: bytes = b"",
              shown: int | None = None) -> None:  # fmt: skip
        name, sentence = rule if rule[0] else RULES[who.role]
        self.month.entries.append({
            "at": at, "event": event, "outcome": outcome, "actor_id": who.id, "agency_id": who.agency, "role": who.role,
            "rule": name, "rule_version": 1, "explanation": sentence, "panel": PANEL, "object_type": kind,
            "tiers": "F0-F3" if event == "case.open" else "", "shown": len(objects) if shown is None else shown,
            "request_id": "",
            "network_hash": place or self.random.choice(self.networks[who.agency]), "objects": objects,
        })  # fmt: skip

    def _sign_in(self) -> None:
        """Everybody signs in once a day, with what they always use; some have two such things."""
        begun: dict[tuple[object, date], UUID] = {}
        drawn = random.Random(len(self.month.entries))
        for entry in self.month.entries:
            who, at = entry["actor_id"], entry["at"]
            on = at.astimezone(LONDON).date()  # type: ignore[attr-defined]
            key = who, on
            if key not in begun:
                begun[key] = UUID(int=drawn.getrandbits(128), version=4)
                place = who.int % len(DEVICES)  # type: ignore[attr-defined]
                own = DEVICES[place : place + 2 if who.int % 7 == 0 else place + 1]  # type: ignore[attr-defined]
                device = STRANGE if self.month.on_new_device.get(who) == on else drawn.choice(own)  # type: ignore[call-overload]
                self.month.sessions.append({
                    "id": begun[key], "token_hash": sha256(begun[key].bytes).digest(), "account_id": who,
                    "created_at": at, "last_seen_at": at, "device": device,
                })  # fmt: skip
            entry["session_id"] = begun[key]

    def _number(self) -> None:
        self._sign_in()
        self.month.entries.sort(key=lambda entry: str(entry["at"]))
        for number, entry in enumerate(self.month.entries, 1):
            entry["number"] = number
            for one in entry.pop("objects"):  # type: ignore[attr-defined]
                row = {"entry_number": number, "object_type": entry["object_type"], "object_id": one}
                self.month.objects.append(row)

    def _planted(self, kind: str, who: Person) -> None:
        self.month.planted.append((kind, who.id))

    def _other(self, who: Person) -> UUID:
        used = {*who.cases, *(case for _, case, _ in self.month.shut)}
        return self.random.choice([case for case in self.month.cases[CLOSED:-1] if case not in used])

    def _on(self, day: int, hour: float) -> datetime:
        return self._at(date(2026, 10, min(day, 30)), hour)

    def _at(self, day: date, hour: float) -> datetime:
        start = datetime(day.year, day.month, day.day, tzinfo=LONDON)
        there = start.replace(hour=int(hour)) + timedelta(minutes=(hour % 1) * 60)
        return there.astimezone(UTC) + timedelta(seconds=self.random.randint(0, 59))

    def _id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def _bytes(self) -> bytes:
        return sha256(self._id().bytes).digest()
