"""Telegram: updates understood, messages shown, by polling or by webhook."""
