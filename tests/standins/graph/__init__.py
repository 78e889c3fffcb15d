"""A strict stand-in for Meta's Graph API, as far as the WhatsApp Cloud API goes."""
