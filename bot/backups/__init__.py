"""Copies of the whole database: made every hour, kept for thirty days, and put back by hand."""
