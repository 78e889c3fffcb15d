"""What a person has reached for good, worked out of their own log."""
