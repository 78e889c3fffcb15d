"""What talks: channels, conversations, the server."""
