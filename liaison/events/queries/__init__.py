"""Reading events and sign-ups."""
