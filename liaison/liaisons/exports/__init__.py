"""Lists and documents about liaisons, to take away."""
