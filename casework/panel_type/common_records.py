"""How long records are kept, and what referrers are told, where panels do not say otherwise.

``words`` of the letters stand in each panel's own folder, because panels speak to different people.
"""

from casework.panel_type.definition import RetentionRule
from casework.panel_type.letter_templates import LetterTemplate, To

COMMON_RETENTION = (
    RetentionRule(
        "case", 6, starts_on="closed", child_until_age=25, basis="Partnership notice: about six years from closure"
    ),
    RetentionRule("transferred", 6, starts_on="transferred", basis="As a closed case"),
    RetentionRule("rejected", 1, starts_on="rejected", basis="Data minimisation"),
    RetentionRule("withdrawn", 1, starts_on="withdrawn", basis="Data minimisation"),
    RetentionRule("draft", 0, months=1, starts_on="draft", basis="Data minimisation"),
    RetentionRule("minutes", 6, starts_on="meeting_held", basis="Record of decisions; case extracts follow the case"),
    RetentionRule("access_log", 6, starts_on="closed", basis="Accountability: never shorter than the case"),
)

TO_REFERRERS = (
    LetterTemplate("referral_received", "We have your referral", To.REFERRER, ("submit",)),
    LetterTemplate("more_information", "We need to know more", To.REFERRER, ("ask",)),
    LetterTemplate("referral_not_taken", "Your referral was not taken", To.REFERRER, ("reject",)),
    LetterTemplate("referral_accepted", "Your referral was taken", To.REFERRER, ("accept",)),
    LetterTemplate("outcome_referrer", "What the panel agreed", To.REFERRER),
)
