"""The HTTP side: health, figures, webhooks and the browser chat."""
