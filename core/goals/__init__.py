"""What a person wants to reach, and how far they have come."""
