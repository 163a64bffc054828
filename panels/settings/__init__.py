"""Definitions as their chairs read and sign them, and the settings of the partnership."""
