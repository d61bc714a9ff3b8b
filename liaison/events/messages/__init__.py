"""What people are written about events, each in their own language."""
