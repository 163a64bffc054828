"""Whether a place is in the partnership's area, by its postcode: a hint for an officer, never a reason to refuse.

Districts of postcodes cross the borders of councils, so a place may be on either side (ASB, Crime and Policing Act 2014
s104: the relevant bodies are those of the local government area where the behaviour is).
"""

from collections.abc import Sequence

from casework.panel_type.questions import Answers, Form, Kind


def district_of(postcode: str) -> str:
    """The first half of a whole postcode, as "E14"; nothing for what is no whole postcode."""
    letters = "".join(postcode.split()).upper()
    return letters[:-3] if 5 <= len(letters) <= 7 and letters[-3].isdigit() else ""


def is_outside(postcode: str, districts: Sequence[str]) -> bool:
    """Whether a postcode is of none of these districts. Nothing is outside where none are set."""
    district = district_of(postcode)
    return bool(districts and district) and district not in {"".join(one.split()).upper() for one in districts}


def outside_in(form: Form, answers: Answers, districts: Sequence[str]) -> list[str]:
    """The districts outside of the first address of each section of the answers: where it happens."""
    found = []
    for section in form.sections:
        item = next(iter(answers.get(section.id) or []), {})
        for question in section.questions:
            value = item.get(question.id)
            if question.kind is Kind.ADDRESS and isinstance(value, dict):
                postcode = str(value.get("postcode") or "")
                found += [district_of(postcode)] if is_outside(postcode, districts) else []
    return found
