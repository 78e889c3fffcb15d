"""`werkout doctor`: what is set, what is missing, what is reachable, and what to do."""
