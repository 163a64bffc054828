"""The agenda and the confidentiality statement that panels share unless they say otherwise."""

CONFIDENTIALITY = (
    "Everything said, shown or handed out here is official-sensitive. We share it under the partnership's information "
    "sharing agreement, and only to keep people safe and to prevent crime and disorder. It stays the property of the "
    "agency that brought it: ask that agency before you use it for anything else or pass it on. Make no "
    "recording and keep no copy. If you know or have any link with a person on the agenda, tell us now. If you stay, "
    "you accept this."
)

AGENDA_BEFORE = (
    "Welcome, who is here, apologies",
    "Confidentiality",
    "Quorum",
    "Conflicts of interest",
    "Minutes of the last meeting",
    "Actions that are late or at risk",
)

AGENDA_AFTER = (
    "What we learned from closed cases",
    "New themes and places, without names",
    "How referrals are going",
    "Any other business",
    "Date of the next meeting",
)
