"""The coach: what the log says about what to do next, and the model that puts it into words."""
