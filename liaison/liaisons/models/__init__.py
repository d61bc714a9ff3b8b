"""Tables of the roster and of what joins liaisons and the city."""
