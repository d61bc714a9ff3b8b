"""Reading the roster and what belongs to it."""
