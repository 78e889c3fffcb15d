"""What a person wants to be asked about, when, and what they answered."""
