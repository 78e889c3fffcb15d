"""The conversation engine: what comes in, what goes out, and the turn between them."""
