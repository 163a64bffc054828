"""Whether the right person comes among the first ten when one thing is typed wrong.

People and names come from Faker (en_GB, en_PK, bn_BD in Latin letters by the product's own fold, and a short list of
Somali names, for which no package has any); errors come from the package ``typo``. Neither knows the rules of the
search. Each record is asked for in several forms, with one error in one of the words or numbers typed. A search counts
as right when its person is among the first ten; people who fit just as well and come before count against it.

``python -m benchmarks.quality`` prints it, for 100,000 people on SQLite.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import UUID

from anyascii import anyascii
from faker import Faker
from typo import StrErrer

from benchmarks.dataset import PANEL
from benchmarks.people import Somebody, add_somebodies
from benchmarks.search import COMPARED, installation
from benchmarks.timing import Row
from casework.people.asked import asked_for
from casework.people.closeness import Facts, closeness
from casework.people.finding import people_like
from extensions import unit_of_work

FIRST = 10
ORIGINS = ("en_GB", "en_PK", "bn_BD", "so")
SOMALI_FIRST = (
    "Cabdi Maxamed Xasan Xuseen Cali Cumar Faarax Axmed Yuusuf Ibraahim Jaamac Nuur Cismaan Mahad Liibaan Guuleed "
    "Warsame "
    "Aadan Bashiir Daahir Caasha Faadumo Khadiijo Hodan Sahra Xaawo Halima Ayaan Ifrah Hibaaq Deeqa Ubax Nimco Sagal"
).split()
SOMALI_OTHER = (
    "Maxamuud Cabdullaahi Cabdiraxmaan Shire Samatar Warsame Jaamac Cilmi Duale Hersi Guled Rooble Diriye Geedi Barre "
    "Abokor "
    "Egal Hirsi Ismaaciil Kaahin Madar Nuur Odawaa Raage Sugulle Tarabi Xirsi Yabarow Boqor Cawaale Dhuxul Gaas"
).split()
ERRORS = {"missing": "missing_char", "extra": "extra_char", "swapped": "char_swap", "wrong": "nearby_char"}


def labelled(count: int, seed: int = 11) -> list[tuple[str, Somebody]]:
    """People with the origin of their names, from the outside generator."""
    makers = {origin: Faker(origin) for origin in ORIGINS if origin != "so"}
    for maker in makers.values():
        maker.seed_instance(seed)
    english, chance, found = makers["en_GB"], random.Random(seed), []
    for number in range(count):
        origin = chance.choices(ORIGINS, weights=(50, 18, 22, 10))[0]
        first, last = _name(origin, makers, chance)
        identity = {"forenames": first, "surname": last}
        address = {"line1": english.street_address().replace("\n", ", "), "postcode": english.postcode()}
        born_on = date(1935, 1, 1) + timedelta(days=chance.randrange(27_000))
        contact = {"phone": f"07{chance.randrange(10**9):09d}"}
        found.append((origin, Somebody(UUID(int=number + 1), Facts(identity, born_on, address, contact))))
    return found


def _name(origin: str, makers: dict[str, Faker], chance: random.Random) -> tuple[str, str]:
    if origin == "so":
        return f"{chance.choice(SOMALI_FIRST)} {chance.choice(SOMALI_OTHER)}", chance.choice(SOMALI_OTHER)
    maker = makers[origin]
    first, last = maker.first_name(), maker.last_name()
    return anyascii(first).capitalize(), anyascii(last).capitalize()


FORMS: dict[str, Callable[[Somebody], list[str]]] = {
    "name and date of birth": lambda one: [one.forename, one.surname, f"{one.facts.born_on:%d/%m/%Y}"],
    "surname and date of birth": lambda one: [one.surname.split()[-1], f"{one.facts.born_on:%d/%m/%Y}"],
    "name and postcode": lambda one: [one.forename, one.surname, _of(one, "postcode")],
    "address and postcode": lambda one: [_of(one, "line1"), _of(one, "postcode")],
    "telephone": lambda one: [str((one.facts.contact or {})["phone"])],
    "name alone": lambda one: [one.forename, one.surname],
    "date of birth alone": lambda one: [f"{one.facts.born_on:%d/%m/%Y}"],
}
ALONE = ("name alone", "date of birth alone")
"""Forms that many people share to the letter: told apart from the rest."""


def _of(one: Somebody, part: str) -> str:
    return str((one.facts.address or {})[part])


def with_error(parts: list[str], error: str, seed: int) -> str:
    """The parts typed one after the other, with one error in one of them."""
    chance = random.Random(seed)
    place = chance.randrange(len(parts))
    for attempt in range(20):
        made = getattr(StrErrer(parts[place], seed=seed + attempt), ERRORS[error])().result
        if made != parts[place]:
            return " ".join([*parts[:place], made, *parts[place + 1 :]])
    return " ".join(parts)


def measure_quality(size: int, each: int) -> Iterator[Row]:
    """Recall in the first ten and precision of the first, in hundredths: by form, error, and origin of the name."""
    told = labelled(size)
    facts = {one.id: one.facts for _, one in told}
    tally: dict[str, list[tuple[bool, bool, int]]] = defaultdict(list)
    with installation("sqlite") as app, app.app_context():
        add_somebodies([one for _, one in told])
        with unit_of_work():
            for number, (origin, one) in enumerate(random.Random(3).sample(told, each)):
                for form, of in FORMS.items():
                    for error in ERRORS:
                        result = _tried(with_error(of(one), error, number), one.id, facts)
                        groups = (form,) if form in ALONE else (form, f"error: {error}", f"names: {origin}", "all")
                        for group in groups:
                            tally[group].append(result)
    for group, results in sorted(tally.items()):
        found = sum(one for one, _, _ in results)
        first = sum(top for _, top, _ in results)
        shown = sum(min(seen, FIRST) for _, _, seen in results)
        name = f"right person in the first ten, {group}, {size} people"
        yield Row(
            name,
            _share(found, len(results)),
            95.0,
            "the goal",
            round(found / len(results) / 0.95, 3),
            "%",
            len(results),
        )
        yield Row(f"{name}, comes first", _share(first, len(results)), 0.0, "none", 0.0, "%", len(results))
        yield Row(f"{name}, precision of what is shown", _share(found, shown or 1), 0.0, "none", 0.0, "%", len(results))


def _tried(typed: str, wanted: UUID, facts: dict[UUID, Facts]) -> tuple[bool, bool, int]:
    asked = asked_for(typed)
    close = {
        one: found.score
        for one in next(people_like(PANEL, asked)).people[:COMPARED]
        if (found := closeness(asked, facts[one])) is not None
    }
    ranked = sorted(close, key=lambda one: -close[one])
    return wanted in ranked[:FIRST], ranked[:1] == [wanted], len(ranked)


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2)


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for row in measure_quality(size, each=int(sys.argv[2]) if len(sys.argv) > 2 else 300):
        print(f"{row.name:80} {row.ours:>7} {row.unit} (n={row.n})")
