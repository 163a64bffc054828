"""Routes that an answer brings up. They inform the officer; none of them stops the application."""

from casework.panel_type.prompts import Prompt, Trigger
from casework.panel_type.questions import NO, YES, Condition


def _when(section: str, question: str, answer: str = YES) -> Trigger:
    return Trigger(section, Condition(question, equals=answer))


PROMPTS = (
    Prompt(
        "unsafe_now",
        "They are not safe to talk now",
        "Stop here. If somebody is in danger, ring 999 for them. Agree how and when to go on, and save what you have.",
        (_when("application", "safe_now", NO),),
    ),
    Prompt(
        "crisis",
        "Somebody may be at risk of suicide",
        "Act now, before you finish this form. If there is danger this minute, ring 999. Otherwise ring NHS 111 and "
        "choose the mental health option, or their crisis line, and tell your manager.",
        (_when("impact", "suicide_risk"),),
    ),
    Prompt(
        "violence",
        "Somebody was hurt or threatened with a weapon",
        "If somebody is in danger now, ring 999. Tell the coordinator today: what keeps them safe does not wait for a "
        "review.",
        (_when("impact", "violence"),),
    ),
    Prompt(
        "safeguarding",
        "A child or an adult may need safeguarding",
        "Raise a concern with children's services or adult social care today. This application does not do it for you.",
        (_when("impact", "at_risk"),),
    ),
    Prompt(
        "hate_route",
        "This may be a hate incident",
        "Record it as one in your agency, whatever the evidence. Ask them whether the panel for hate incidents may be "
        "told: it can act at once, and a referral there needs their agreement.",
        (_when("incidents", "hate"),),
    ),
    Prompt(
        "consent",
        "The person it happens to has not agreed yet",
        "Take the application. It is acknowledged, and the person is asked before anything else is done. Note above "
        "all how they can be reached safely: by their own word, and not that of whoever applies.",
        (_when("application", "consent", "to_come"), _when("application", "consent", "ask")),
    ),
)
