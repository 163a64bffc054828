"""How many incidents the form tells of, for the first question of the risk assessment. Pure."""

from casework.panel_type.questions import Answers


def incidents_in_year(answers: Answers) -> str | None:
    """The answer to "how many in the last twelve months": the number given, or that of the incidents written down if
    there are more. ``None`` when the form tells of none yet."""
    pattern = next(iter(answers.get("pattern") or []), {})
    given = str(pattern.get("earlier") or "")
    count = max(int(given) if given.isdigit() else 0, len(answers.get("incidents") or []))
    if count == 0:
        return None
    return "one" if count == 1 else "two" if count == 2 else "few" if count <= 4 else "many"
