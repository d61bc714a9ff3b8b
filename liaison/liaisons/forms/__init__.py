"""Forms of liaisons."""
