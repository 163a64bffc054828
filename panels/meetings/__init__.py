"""Meetings of a panel: when, where, who, confidentiality, apologies, quorum, closing."""
