"""Agencies, people's accounts and their appointments, as the system administrator manages them."""
