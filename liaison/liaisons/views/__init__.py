"""Pages of liaisons, one module a subject."""
