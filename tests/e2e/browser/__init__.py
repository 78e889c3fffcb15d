"""The chat in a real browser; not collected where the machine has no Chromium."""
