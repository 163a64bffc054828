"""Floor 4: what happens at the table, and the declarations of the panels themselves."""
