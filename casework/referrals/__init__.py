"""A referral's life: draft, sent, triaged. What the referrer wrote never changes; corrections are new answers."""
