"""Clocks: one row for each running promise, computed by the working-time rules of ``casework.panel_type``."""
