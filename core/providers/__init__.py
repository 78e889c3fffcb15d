"""Trainers, coaches, groups, gyms and studios: who they are, and who of them is near."""
