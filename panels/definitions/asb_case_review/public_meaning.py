"""What follows from a resident's answers: who is who, which day was meant, and how it looks so far. Pure."""

from datetime import date

from casework.panel_type.common_choices import VICTIM
from casework.panel_type.facts import CaseFacts
from casework.panel_type.questions import NO, YES, Answers, Item
from inputs.rough_days import rough_day
from panels.definitions.asb_case_review.people_identity import APPLYING, REPRESENTING
from panels.definitions.asb_case_review.public_choices import TIMES
from panels.definitions.asb_case_review.threshold_workings import Way, way_of
from wording.languages import msg

LIKELY = msg("From what you told us, it is likely that we can review it. An officer reads everything you send.")
OFFICER = msg("An officer reads everything you send, and may ask you more. You can send it with what you have.")
ONE_WAY = msg("Choose at least one safe way, or choose “I will call you”")
NO_PHONE = msg("Enter your phone number, or choose “Not safe”")
NO_EMAIL = msg("Enter your e-mail address, or choose “Not safe”")
ONLY_APPOINTMENT = "An appointment, nothing else"
WAYS = ("safe_to_call", "safe_to_leave_message", "safe_to_text", "safe_to_email", "safe_to_write")


def outlook(facts: CaseFacts) -> str:
    """Kind words on how it looks: likely, or for an officer to see. It is never said that it is refused."""
    return LIKELY if way_of(facts) in (Way.BY_COUNT, Way.BY_LOCAL_RULE) else OFFICER


def completed(answers: Answers, today: date) -> Answers:
    """The answers with everything that follows from them. What she typed stays as it is."""
    found = dict(answers)
    found["people"] = _people(answers)
    impact = _first(answers, "impact")
    found["incidents"] = [_because(_dated(item, "happened", today), impact) for item in answers.get("incidents") or []]
    found["reports"] = [_dated(item, "reported", today) for item in answers.get("reports") or []]
    return found


def safe_ways(answers: Answers) -> tuple[tuple[str, str], ...]:
    """What is still wanted of the safe ways to contact her: one way at least, and what a safe way needs."""
    item = _first(answers, "people")
    one_way = item.get("will_call") or YES in [item.get(way) for way in WAYS]
    wanted = () if one_way else (("people.0.safe_to_call", ONE_WAY),)
    return wanted + _what_ways_need(item, 0)


def speakers_ways(answers: Answers) -> tuple[tuple[str, str], ...]:
    """What is still wanted of the ways to contact somebody who asks for another person: what a safe way needs."""
    return tuple(found for item in (answers.get("people") or [])[1:2] for found in _what_ways_need(item, 1))


def _what_ways_need(item: Item, place: int) -> tuple[tuple[str, str], ...]:
    wanted = []
    by_phone = [item.get(way) for way in ("safe_to_call", "safe_to_leave_message", "safe_to_text")]
    if YES in by_phone and not item.get("phone"):
        wanted.append((f"people.{place}.phone", NO_PHONE))
    if item.get("safe_to_email") == YES and not item.get("email"):
        wanted.append((f"people.{place}.email", NO_EMAIL))
    return tuple(wanted)


def _people(answers: Answers) -> list[Item]:
    on_behalf = _first(answers, "application").get("who_applies") == "on_behalf"
    items = [*(answers.get("people") or []), {}][: max(1, len(answers.get("people") or []))]
    affected = [VICTIM] if on_behalf else [VICTIM, APPLYING]
    found = [_person(items[0], affected)]
    speakers = [item for item in items[1:] if _has_own_words(item)]
    if on_behalf:
        speakers = speakers or [{}]
    return found + [_person(item, [REPRESENTING, APPLYING]) for item in speakers]


def _has_own_words(item: Item) -> bool:
    return any(key not in ("roles", "forenames", "surname") for key in item)


def _person(item: Item, roles: list[str]) -> Item:
    told: Item = {key: value for key, value in item.items() if key not in ("forenames", "surname")}
    told["roles"] = list(roles)
    first, _, last = str(item.get("full_name") or "").rpartition(" ")
    told |= {"forenames": first or last, "surname": last if first else ""} if last else {}
    return _contacted(told)


def _contacted(item: Item) -> Item:
    times = item.get("safe_times")
    words = "; ".join(choice.label for choice in TIMES if isinstance(times, list) and choice.value in times)
    found: Item = {key: value for key, value in item.items() if key not in ("best_time", "what_to_say")}
    if words:
        found["best_time"] = words
    if item.get("answered") == "agreed":
        found["what_to_say"] = ONLY_APPOINTMENT
    return found


def _dated(item: Item, what: str, today: date) -> Item:
    """The day worked out from the words; "no" where there is none, and nothing where nothing was said of it."""
    told: Item = {key: value for key, value in item.items() if key not in (f"{what}_sure", f"{what}_on")}
    words, forgotten = str(item.get(f"{what}_words") or ""), bool(item.get(f"{what}_forgotten"))
    found = rough_day(words, today)
    if found is not None:
        return told | {f"{what}_sure": "exact" if found.exact else "about", f"{what}_on": found.on.isoformat()}
    return told | {f"{what}_sure": "no"} if words or forgotten or told else told


def _because(item: Item, impact: Item) -> Item:
    """She is asked once, for everything that happened; the officers' form asks for each."""
    told: Item = {key: value for key, value in item.items() if key not in ("hate", "hate_strands")}
    because, strands = impact.get("because"), impact.get("strands")
    picked: list[str] = strands if isinstance(strands, list) else []
    if because in (None, NO) or not told:
        return told
    return told | {"hate": because} | ({"hate_strands": picked} if because == YES and picked else {})


def _first(answers: Answers, section: str) -> Item:
    return next(iter(answers.get(section) or []), {})
