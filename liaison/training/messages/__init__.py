"""What people in a course are written."""
