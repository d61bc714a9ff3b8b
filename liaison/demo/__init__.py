"""The seeded demo city: real public data where cities publish it, marked inventions elsewhere."""
