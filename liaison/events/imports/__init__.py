"""Files that hold events."""
