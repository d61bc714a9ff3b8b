"""Pages of contacts, one module a door; `entry` is what both doors' forms share."""
