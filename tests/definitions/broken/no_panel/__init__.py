"""A folder that exports no panel."""
