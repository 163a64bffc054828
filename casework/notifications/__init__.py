"""E-mail that says only that something waits: no name, place, panel or reason. Rows first, sent after the commit."""
