"""What `make bench` measures: turns beside a bare echo bot, the parser, and the start."""
