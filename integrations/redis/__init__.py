"""Redis, where there is one: what many processes share, and can do without for a while."""
