"""Who keeps and sees what of liaisons, and the steps of their lives."""
