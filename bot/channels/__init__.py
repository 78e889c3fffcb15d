"""Channels translate and degrade; they decide nothing."""
