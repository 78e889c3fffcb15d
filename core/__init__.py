"""What is true: one package per noun, no chat, no HTTP, no vendor."""
