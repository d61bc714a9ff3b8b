"""Pages of events, one module a door."""
