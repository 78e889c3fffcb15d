"""What WhatsApp lets a business say, and how."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.engine.manners import Manners

CHANNEL: Final = "whatsapp"
MOST_ROWS: Final = 10
"""Rows of a list, over all its sections."""
WINDOW: Final = timedelta(hours=24)
MANNERS: Final = Manners(edits=False, one_message=True, most_choices=MOST_ROWS, window=WINDOW)
