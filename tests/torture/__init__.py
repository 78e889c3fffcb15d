"""Real processes killed again and again while people talk, and what must be true afterwards."""
