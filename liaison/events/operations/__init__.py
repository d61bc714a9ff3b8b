"""What is done to events, sign-ups and all that belongs to them."""
