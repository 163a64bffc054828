"""People known to one panel: identity, safe contact, addresses, staff-safety markers, and finding them again."""
