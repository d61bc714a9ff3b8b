"""Who may do what to events and sign-ups, and in which state."""
