"""What happens to events in the background and at night."""
