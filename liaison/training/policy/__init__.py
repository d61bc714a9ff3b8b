"""What is allowed in training, and its rules as data."""
