"""Where a case stands in the running order."""

WAITING, LIVE, DECIDED, UNFINISHED, ADJOURNED, NOT_REACHED = (
    "waiting",
    "live",
    "decided",
    "unfinished",
    "adjourned",
    "not_reached",
)
WORDS = {
    WAITING: "to come",
    LIVE: "begun",
    DECIDED: "decided",
    UNFINISHED: "left unfinished",
    ADJOURNED: "adjourned",
    NOT_REACHED: "not reached",
}
TO_NEXT_MEETING = frozenset({ADJOURNED, NOT_REACHED})
