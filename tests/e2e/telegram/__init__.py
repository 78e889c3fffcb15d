"""Whole conversations on Telegram: a real process, and a strict stand-in for the platform."""
