"""What training came to, counted."""
