"""What is done to liaisons, their rights, jobs and pay."""
