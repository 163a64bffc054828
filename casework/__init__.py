"""Floor 3: what agencies do between meetings. Knows accounts and policy (floor 2), never the table itself (floor 4)."""
