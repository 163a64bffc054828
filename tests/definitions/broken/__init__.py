"""Panels that must not run: one folder for each kind of fault, with the sound test panel spoiled in one place.

They are never imported from here. A test puts one of them among the shipped panels and starts the application.
"""
