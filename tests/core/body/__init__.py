"""What people measure of their bodies."""
