"""The running order of a meeting, who is needed for which case, and the pack."""
