"""Tests of workouts, sets and what they come to."""
