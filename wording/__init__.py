"""Floor 1: how dates, times and counts are said. Words, no rules."""
