"""The pages of the public form, one thought a page, in the words of ``ux.md`` 2.4: no page says what the matter is."""

from casework.panel_type.prompts import Trigger
from casework.panel_type.public_door import Asked, PublicDoor, PublicPage, Rows
from casework.panel_type.questions import Condition
from panels.definitions.asb_case_review.public_form import ON_BEHALF, PUBLIC_FORM
from panels.definitions.asb_case_review.public_meaning import completed, outlook, safe_ways, speakers_ways
from panels.definitions.asb_case_review.public_stages import JOINED, STAGES, STEPS

SPEAKS_FOR = Trigger("application", ON_BEHALF)
MANY = Trigger("application", Condition("who_applies", equals="group"))
SPEAKER = (
    "full_name",
    "relation",
    "organisation",
    "safe_to_call",
    "phone",
    "safe_times",
    "safe_to_leave_message",
    "safe_to_text",
    "safe_to_email",
    "email",
    "prefers",
    "scope_updates",
    "scope_contents",
)
CONTACT = (
    "contact_seen",
    "must_not_know",
    "safe_to_call",
    "phone",
    "safe_times",
    "answered",
    "safe_to_leave_message",
    "safe_to_text",
    "safe_to_email",
    "email",
    "safe_to_write",
    "prefers",
    "will_call",
)

PAGES = (
    PublicPage("who", "Who is this for", (Asked("application", ("who_applies",)),)),
    PublicPage(
        "speaking",
        "You, and the person you help",
        (
            Asked("application", ("consent",)),
            Asked(
                "people",
                SPEAKER,
                item=1,
                title="About you",
            ),
        ),
        intro=("From the next page on, “you” means the person you help.",),
        show_if=SPEAKS_FOR,
        counts=False,
        wants=speakers_ways,
    ),
    PublicPage(
        "others",
        "Other people",
        rows=Rows("group", ("name", "contact", "agreed"), "Another person", "Add another person"),
        intro=("Name only people who agree. You can leave this empty.",),
        show_if=MANY,
        counts=False,
        optional=True,
    ),
    PublicPage(
        "story",
        "What is happening",
        (Asked("problem", ("summary", "types", "responsible")),),
        optional=True,
    ),
    PublicPage(
        "happened",
        "What happened, and who you told",
        (Asked("incidents", ("what_happened", "place", "happened_words", "happened_forgotten")),),
        rows=Rows(
            "reports",
            ("to", "to_name", "reported_words", "reported_forgotten", "how", "reference", "response"),
            "Who you told",
            "I told someone else as well",
            about="incident",
        ),
        intro=("Tell us about one time. You do not need the exact day.",),
        each="incidents",
        invites=3,
        done="That is all",
        optional=True,
    ),
    PublicPage("list", "What you have told us so far", lists="happened"),
    PublicPage(
        "effect",
        "How it affects you",
        (
            Asked("impact", ("effect", "because", "strands", "at_risk")),
            Asked("people", ("vulnerabilities", "support")),
        ),
        optional=True,
        help_now=True,
    ),
    PublicPage(
        "wishes",
        "What was done, and what you would like",
        (
            Asked("tried", ("actions", "stopped", "not_enough", "complaint")),
            Asked("wishes", ("wanted", "wanted_words")),
        ),
        optional=True,
    ),
    PublicPage(
        "you",
        "You, and where it happens",
        (
            Asked("people", ("title", "full_name", "date_of_birth", "address")),
            Asked("problem", ("place",)),
            Asked("people", ("tenure", "landlord")),
        ),
    ),
    PublicPage(
        "contact",
        "How can we contact you safely?",
        (Asked("people", CONTACT),),
        intro=("We use only the ways that you mark as safe. A way without an answer is not safe for us.",),
        wants=safe_ways,
    ),
    PublicPage(
        "needs",
        "What you need",
        (
            Asked("people", ("language", "other_language", "interpreter", "formats", "communication_needs")),
            Asked("wishes", ("involved",)),
        ),
        optional=True,
    ),
    PublicPage(
        "notice",
        "How we use this",
        (Asked("notice", ("declared",)),),
        intro=(
            "The council, the police, the health service and your landlord decide together.",
            "We ask the people you told what they know and what they did.",
            "We do not tell the person who causes the problem.",
            "If a person is in danger, we may have to tell someone who can help.",
            "We keep what you tell us for six years after we finish.",
            "You can ask to see it, and you can ask us to put it right.",
        ),
    ),
)

PUBLIC_DOOR = PublicDoor(
    form=PUBLIC_FORM,
    pages=PAGES,
    completed=completed,
    outlook=outlook,
    promises=(
        ("acknowledge", "We tell you that we have it, and who to speak to"),
        ("decide_threshold", "We decide if we can review it, and tell you why"),
        ("hold_review", "The review meeting"),
        ("draft_plan", "We tell you what we plan, and ask what you think"),
        ("outcome", "Our answer to you"),
        ("appeal", "We decide again, and tell you why"),
        ("policing_body", "Somebody outside the council decides, and tells you why"),
    ),
    steps=STEPS,
    stages=STAGES,
    joined=JOINED,
)
