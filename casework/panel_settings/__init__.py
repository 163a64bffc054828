"""What the partnership has set of its panels, from which day, by whom and why; and who signed a definition off."""
