"""What liaisons are written, in their own language."""
