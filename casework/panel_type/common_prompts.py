"""Routes that an answer or a risk flag brings up. They inform the officer; none of them stops the referral."""

from casework.panel_type.prompts import Prompt, Trigger
from casework.panel_type.questions import YES, Condition


def _yes(section: str, question: str) -> Trigger:
    return Trigger(section, Condition(question, equals=YES))


COMMON_PROMPTS = (
    Prompt(
        "crisis",
        "Somebody may be at risk of suicide",
        "Act now, before you finish this form. If there is danger this minute, ring 999. Otherwise ring NHS 111 and "
        "choose the mental health option, or the crisis line of their mental health team, and tell your manager.",
        (_yes("safeguarding", "suicide_risk"),),
    ),
    Prompt(
        "violence",
        "There has been violence or a weapon",
        "If somebody is in danger now, ring 999. Tell the panel coordinator today if this cannot wait for the next "
        "meeting: the chair can call one sooner.",
        (_yes("incidents", "weapon"),),
    ),
    Prompt(
        "adult_safeguarding",
        "An adult may need safeguarding",
        "If an adult has care and support needs, is at risk of abuse or neglect, and cannot protect themselves because "
        "of those needs, raise a concern with adult social care today (Care Act 2014, section 42). This referral "
        "does not do it for you.",
        (_yes("safeguarding", "abuse"), _yes("safeguarding", "cannot_protect")),
    ),
    Prompt(
        "child_safeguarding",
        "A child may be at risk",
        "Make a referral to children's services (the multi-agency safeguarding hub) today. This referral does not do "
        "it for you.",
        (_yes("safeguarding", "child_at_risk"),),
    ),
    Prompt(
        "domestic_abuse",
        "This may be domestic abuse",
        "Complete a DASH risk checklist with the person if it is safe to. If it shows high risk, refer to the domestic "
        "abuse MARAC, which is a different meeting.",
        (_yes("safeguarding", "domestic_abuse"),),
    ),
    Prompt(
        "modern_slavery",
        "This may be exploitation or modern slavery",
        "Speak to your agency's first responder about the National Referral Mechanism. An adult has to agree to it; a "
        "child does not. Tell the police if a home has been taken over.",
        (_yes("safeguarding", "exploitation"),),
    ),
    Prompt(
        "prevent_route",
        "Take this concern to Prevent",
        "Do not write about it in this form. Speak to your agency's Prevent lead or send the national Prevent referral "
        "form to the police. In an emergency ring 999.",
        (_yes("safeguarding", "radicalisation"),),
    ),
    Prompt(
        "fire_safety",
        "Ask for a home fire safety visit",
        "Ask the fire and rescue service for a visit to the home. If somebody has threatened to start a fire, tell the "
        "police today as well.",
        (_yes("safeguarding", "fire_risk"),),
    ),
    Prompt(
        "hate_route",
        "This may be a hate incident",
        "Record it as one in your agency, whatever the evidence: what counts is how the person affected or anyone else "
        "sees it. Ask the coordinator whether the panel for hate incidents should hear it.",
        (_yes("incidents", "hate_element"),),
    ),
    Prompt(
        "perpetrator_told",
        "The person said to be responsible knows",
        "This may put the person affected at more risk. Think about their safety before you go on, agree with them "
        "what to do, and tell the coordinator how the other person came to know. Tell that person nothing more.",
        (_yes("sharing", "perpetrator_aware"),),
    ),
)


def prompts_named(*keys: str) -> tuple[Prompt, ...]:
    """The common prompts with these keys, in the order given. Raises ``KeyError`` for an unknown one."""
    known = {prompt.key: prompt for prompt in COMMON_PROMPTS}
    return tuple(known[key] for key in keys)
