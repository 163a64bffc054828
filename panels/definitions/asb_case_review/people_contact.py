"""How a person is contacted safely, and how what is written reaches them. Every letter and call obeys these answers."""

from casework.panel_type.common_sections.contact import COMMUNICATION as COMMON_COMMUNICATION
from casework.panel_type.common_sections.contact import CONTACTED
from casework.panel_type.common_sections.contact import SAFE_CONTACT as COMMON_CONTACT
from casework.panel_type.questions import Choice, Kind, Question, Sensitivity

WAYS = (
    Choice("phone", "Phone"),
    Choice("letter", "Letter"),
    Choice("email", "E-mail"),
    Choice("text", "Text message"),
    Choice("in_person", "In person"),
)
FORMATS = (
    Choice("large_print", "Large print"),
    Choice("audio", "Recorded audio"),
    Choice("bsl", "British Sign Language"),
    Choice("easy_read", "Easy read"),
    Choice("braille", "Braille"),
    Choice("spoken", "Read out by an officer"),
    Choice("none", "An ordinary letter is fine"),
)


def _safe(key: str, label: str) -> Question:
    error = f"Select whether it is safe to {label}"
    words = f"Is it safe to {label}?"
    return Question(key, words, Kind.YES_NO, Sensitivity.I, required=True, show_if=CONTACTED, error=error)


SAFE_CONTACT = (
    *COMMON_CONTACT,
    _safe("safe_to_text", "send them a text message"),
    _safe("safe_to_email", "send them an e-mail"),
    _safe("safe_to_read_out", "read a letter out to them on the phone"),
    _safe("safe_to_hand_over", "bring a letter to their door"),
    _safe("safe_to_collect", "hand a letter over to them somewhere else"),
    Question(
        "prefers",
        "How would they like to be contacted?",
        Kind.CHOICE,
        Sensitivity.I,
        required=True,
        choices=WAYS,
        show_if=CONTACTED,
        error="Select how they would like to be contacted",
    ),
    Question(
        "what_to_say",
        "What can we say if somebody else answers?",
        Kind.TEXT,
        Sensitivity.I,
        show_if=CONTACTED,
        hint="For example, “about the appointment”",
    ),
)

COMMUNICATION = (
    *COMMON_COMMUNICATION,
    Question(
        "formats",
        "How should what we write reach them?",
        Kind.MULTI,
        Sensitivity.SC,
        required=True,
        choices=FORMATS,
        show_if=CONTACTED,
        error="Select how what we write should reach them",
    ),
)
