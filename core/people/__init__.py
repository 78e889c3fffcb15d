"""People, the identities they are met under, and what they agreed to."""
