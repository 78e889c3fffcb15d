"""What is outside: one file or folder a service."""
