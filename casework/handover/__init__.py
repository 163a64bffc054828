"""Passing a theme of a case on to another panel, with nobody named."""
