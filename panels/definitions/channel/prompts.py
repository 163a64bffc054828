"""Routes that an answer brings up. They inform the officer; none of them stops the referral."""

from casework.panel_type.prompts import Prompt, Trigger
from casework.panel_type.questions import NO, NOT_KNOWN, YES, Condition

PROMPTS = (
    Prompt(
        "wait_for_police",
        "Wait for the police",
        "Ask no agency anything before the police have confirmed that this harms no investigation. Keep this as a "
        "draft until they have. If they say no, send it and record that it left at the gateway.",
        (Trigger("tracker", Condition("deconfliction", any_of=(NO, NOT_KNOWN))),),
    ),
    Prompt(
        "no_concern",
        "It leaves at the gateway",
        "Nothing is gathered about somebody for whom the gateway found no concern. Think about whether you need to "
        "log it here at all: what is logged is deleted after six months.",
        (Trigger("tracker", Condition("gateway_outcome", any_of=("no_concern", "elsewhere"))),),
    ),
    Prompt(
        "child",
        "The person is under 18",
        "Add each parent or guardian. Only they can give consent, and the child has to be heard. Make sure that "
        "children’s services know.",
        (Trigger("about", Condition("child", equals=YES)),),
    ),
    Prompt(
        "urgent",
        "This cannot wait",
        "If somebody may be hurt or is about to travel, ring 999 or the police case officer now. Tell the chair today: "
        "the chair can call a meeting for one person.",
        (Trigger("about", Condition("urgent", equals=YES)),),
    ),
    Prompt(
        "other_force",
        "Another police force covers the home",
        "Invite a representative of that force and name it as needed for this person. Without it the panel cannot "
        "decide (section 37).",
        (Trigger("people", Condition("force_area", equals="elsewhere")),),
    ),
)
