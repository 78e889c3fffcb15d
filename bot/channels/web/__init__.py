"""The browser chat: a page that keeps its own transcript, and one WebSocket a phone."""
