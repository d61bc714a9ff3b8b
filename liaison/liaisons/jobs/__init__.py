"""What happens to liaisons at night and in the background."""
