"""WhatsApp's adapter: tables of payloads and requests, and runs over HTTP."""
