"""What WhatsApp is asked to show, request by request."""
