"""The public form, and the desk's pages around it."""
