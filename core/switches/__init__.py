"""Switches that admins set: what is off on which channel."""
