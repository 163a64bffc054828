"""What a role that somebody holds as cover for a colleague does not give, and what stands behind its rule's words."""

NEVER_BY_COVER = frozenset(
    {
        "referral.confirm",
        "meeting.chair_name",
        "minutes.approve",
        "role.confirm",
        "conflict.lift",
        "conflict.agree",
        "apart.clear",
        "grant.confirm",
        "retention.approve",
        "panel.set",
        "panel.sign_off",
        "statistics.publish",
        "emergency.review",
    }
)
"""What nobody does by a role that they hold as cover. Each is a second person's word, or sets what outlasts the cover:
it is the colleague's own, or another chair's."""
AS_COVER = ", as cover for a colleague"
"""What stands behind a rule's sentence where the role is held as cover. It names nobody: the entry beside it does."""
