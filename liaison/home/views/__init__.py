"""Pages of the front doors, one module a door."""
