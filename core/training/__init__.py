"""Workouts, sets, exercises and records."""
