"""Real processes, spoken to from outside."""
