"""Nothing above OFFICIAL, and nothing from an intelligence service: Counter-Terrorism and Security Act 2015 s38."""

from casework.panel_type.questions import Choice, Kind, Question, Section, Sensitivity

ATTESTATION = Section(
    id="attestation",
    title="What may not stand here",
    group="Check and send",
    intro=(
        "This service holds nothing from an intelligence service and nothing marked SECRET or above. If you have such "
        "material, do not write about it here: stop, and take it to the police case officer by the police’s own route."
    ),
    questions=(
        Question(
            "attested",
            "I confirm that",
            Kind.MULTI,
            Sensitivity.O,
            required=True,
            choices=(
                Choice("nothing_secret", "nothing here comes from an intelligence service or is marked above OFFICIAL"),
            ),
            error=(
                "Confirm that nothing here comes from an intelligence service. If you cannot, do not send this: take "
                "it to the police case officer by the police’s own route"
            ),
        ),
        Question(
            "confirmed",
            "I also confirm that",
            Kind.MULTI,
            Sensitivity.O,
            required=True,
            choices=(Choice("accurate", "what stands here is right as far as I know"),),
            error="Confirm that what stands here is right as far as you know",
        ),
    ),
)
