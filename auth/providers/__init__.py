"""Signing in through an agency's own identity provider (OpenID Connect): set up by agency, linked by its owner."""
