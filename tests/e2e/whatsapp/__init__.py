"""WhatsApp by real processes, against a strict stand-in of Meta's Graph API."""
