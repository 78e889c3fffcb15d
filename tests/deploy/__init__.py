"""What is deployed says nothing that the program does not know; no Docker, no cluster needed."""
