"""The record of looking: every read of sealed content, every refusal, with the rule that allowed it."""
