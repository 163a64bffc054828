"""Sealed columns and the keys that open them.

Root key → panel key → data key (one per case, person, address, meeting, document) → sealed cell.
Only :mod:`auth.doors` opens data keys; reading a sealed attribute without its key raises :class:`sealed.Locked`.
"""
