"""The demonstration partnership: fictional agencies, people, cases and meetings, loaded through the services.

Nothing here runs outside demo mode, and production settings refuse demo mode.
"""
