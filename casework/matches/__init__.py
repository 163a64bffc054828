"""People and places known to two panels: told to coordinators alone, by reference alone."""
