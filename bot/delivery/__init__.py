"""Sends what turns wrote: in order within a chat, chats side by side, at least once."""
