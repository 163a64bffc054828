"""Signing in through an organisation."""
