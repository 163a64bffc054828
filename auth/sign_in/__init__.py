"""Signing in and out: password, one-time code, server-side sessions, throttling, and handing back what was typed."""
