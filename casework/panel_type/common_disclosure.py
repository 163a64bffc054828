"""The record of what left a panel: to whom, what, and on what basis.

Source: Crime and Disorder Act 1998 s115 is a power, not a duty, and no override of data protection law; each disclosure
is judged on its own (necessary, proportionate, a lawful gateway, the person's knowledge). DPA 2018 s62(1)(c) asks that
disclosures be recorded.
"""

from casework.panel_type.case_forms import CaseForm
from casework.panel_type.common_sections.sharing import GATEWAYS
from casework.panel_type.definition import CHAIR, COORDINATOR, VICE_CHAIR
from casework.panel_type.questions import Choice, Condition, Form, Kind, Question, Section, Sensitivity

AWARE = (
    Choice("agrees", "Yes, and they agree"),
    Choice("knows", "Yes, and they do not agree"),
    Choice("unsafe", "No, telling them would not be safe"),
    Choice("prejudice", "No, telling them would make it harder to prevent or detect crime"),
    Choice("not_yet", "No, they will be told"),
)

DISCLOSURE = CaseForm(
    key="disclosure",
    title="Disclosure to somebody outside the panel",
    roles=(COORDINATOR, CHAIR, VICE_CHAIR),
    form=Form(
        "disclosure",
        1,
        "Disclosure to somebody outside the panel",
        (
            Section(
                "disclosure",
                "Disclosure to somebody outside the panel",
                "",
                (
                    Question(
                        "to", "To whom?", Kind.TEXT, Sensitivity.I, required=True, hint="Agency or panel, and officer"
                    ),
                    Question(
                        "what",
                        "What is passed on?",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=4000,
                        hint="The least that is needed",
                        error="Enter what is passed on",
                    ),
                    Question(
                        "gateway",
                        "Which law allows it?",
                        Kind.MULTI,
                        Sensitivity.O,
                        required=True,
                        choices=GATEWAYS,
                        error="Select the law that allows it",
                    ),
                    Question(
                        "other_gateway",
                        "Which other law?",
                        Kind.TEXT,
                        Sensitivity.O,
                        required=True,
                        show_if=Condition("gateway", contains="other"),
                        error="Enter the other law",
                    ),
                    Question(
                        "why",
                        "Why is it needed, and why is less not enough?",
                        Kind.LONG,
                        Sensitivity.N,
                        required=True,
                        max_length=4000,
                        error="Enter why it is needed and why less is not enough",
                    ),
                    Question(
                        "aware",
                        "Does the person know?",
                        Kind.CHOICE,
                        Sensitivity.O,
                        required=True,
                        choices=AWARE,
                        error="Select whether the person knows",
                    ),
                    Question(
                        "on", "When?", Kind.DATE, Sensitivity.O, required=True, past_only=True, error="Enter when"
                    ),
                    Question(
                        "way",
                        "How?",
                        Kind.TEXT,
                        Sensitivity.O,
                        required=True,
                        hint="For example by telephone, or on paper by hand",
                    ),
                ),
                intro="Record what is passed on before it leaves. Nothing is sent by this page.",
            ),
        ),
    ),
)
