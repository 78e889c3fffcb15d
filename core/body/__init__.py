"""What a person measures of their body, and what hurts."""
