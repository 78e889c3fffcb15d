"""What everything around a process can do to it: be gone, be silent, be slow, be full."""
