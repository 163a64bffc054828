"""What it does to people, what has been tried."""

from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.questions import Choice, Kind, Question, Section, Sensitivity

GROUP = "About the problem"

MEASURES = (
    Choice("target_hardening", "Locks, lights or doors made stronger"),
    Choice("special_scheme", "Police treat calls from the address as urgent"),
    Choice("temporary_move", "Temporary move"),
    Choice("alarm", "Panic alarm"),
    Choice("police_marker", "Police marker on the address"),
    Choice("contact_plan", "Plan for safe contact"),
    Choice("other", "Something else"),
    Choice("none", "None so far"),
)

ACTION_TYPES = (
    Choice("warning_letter", "Warning letter"),
    Choice("abc", "Acceptable behaviour contract"),
    Choice("mediation", "Mediation"),
    Choice("cpw_cpn", "Community protection warning or notice"),
    Choice("tenancy_warning", "Warning about the tenancy"),
    Choice("nsp", "Notice of seeking possession"),
    Choice("injunction", "Injunction"),
    Choice("closure", "Closure of premises"),
    Choice("support", "Referral for support"),
    Choice("mental_health", "Referral to mental health services"),
    Choice("drug_alcohol", "Referral to drug or alcohol services"),
    Choice("noise_equipment", "Noise recording equipment"),
    Choice("patrols", "Patrols"),
    Choice("target_hardening", "Locks, lights or doors made stronger"),
    Choice("safeguarding", "Safeguarding referral"),
    Choice("other", "Something else"),
)

IMPACT = Section(
    id="impact",
    title="What it does to the people affected",
    group=GROUP,
    questions=(
        Question(
            "effect",
            "What has it done to them and their household?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            hint="Sleep, health, work, school, money, where they feel able to go",
            error="Enter what it has done to them and their household",
        ),
        Question(
            "voice",
            "What do they say they want?",
            Kind.LONG,
            Sensitivity.N,
            required=True,
            allow_not_known=True,
            hint="In their own words if you can. The panel hears this first",
            error="Enter what they say they want, or select that you do not know",
        ),
        Question(
            "measures",
            "What is already in place to keep them safe?",
            Kind.MULTI,
            Sensitivity.SC,
            choices=MEASURES,
            allow_not_known=True,
            recommended=True,
        ),
        Question("measure_details", "More about this", Kind.LONG, Sensitivity.N, max_length=4000),
        Question("rehousing", "Have they asked to be rehoused?", Kind.YES_NO, Sensitivity.I),
    ),
)

TRIED = Section(
    id="tried",
    title="What has been tried",
    group=GROUP,
    repeats=True,
    item_name="something that was tried",
    intro="Leave this empty if nothing has been tried yet. That is an answer too.",
    questions=(
        Question("agency", "Who did it?", Kind.CHOICE, Sensitivity.O, required=True, choices=AGENCY_TYPES),
        Question(
            "action",
            "What was done?",
            Kind.CHOICE,
            Sensitivity.CO,
            required=True,
            choices=ACTION_TYPES,
            error="Select what was done",
        ),
        Question("done_on", "When?", Kind.DATE, Sensitivity.O, allow_not_known=True, past_only=True, recommended=True),
        Question("result", "What came of it?", Kind.LONG, Sensitivity.N, max_length=4000),
    ),
)
