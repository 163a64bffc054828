"""Forms that officers fill in on a case: consent, a statutory decision, an agency's return."""
