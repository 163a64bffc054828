"""Floor 2: who may see what, and the proof of it.

Agencies, people's accounts, roles, the policy, the doors, the access log and the encryption of sealed columns.
"""
