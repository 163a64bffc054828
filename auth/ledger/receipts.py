"""What came of a check, as a text to keep. The checkpoint in it is signed; the rest is our word."""

from auth.ledger import keys, notes, telling
from auth.ledger.models import AccessCheck
from auth.ledger.words import root_words

MOMENT = "%Y-%m-%d %H:%M:%S UTC"


def receipt(check: AccessCheck) -> str:
    """The receipt of a check that has ended."""
    lines = [f"Check {check.number} of the access log {keys.origin()}", f"Asked for: {check.asked_at:{MOMENT}}"]
    if check.began_at and check.ended_at:
        lines += [f"Began: {check.began_at:{MOMENT}}", f"Ended: {check.ended_at:{MOMENT}}"]
    lines += [f"Entries: {check.done:,} of {check.total:,}", f"Result: {telling.result_words(check)}"]
    if check.note:
        said = notes.read_note(check.note)[0]
        lines += [f"Words of the root: {said.size} {root_words(said.root)}", "", "The checkpoint:", "", check.note]
    return "\n".join([*lines, "", f"Key of the log: {keys.verifier().text()}", ""])
