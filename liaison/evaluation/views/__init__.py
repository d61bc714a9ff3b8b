"""Reports, and what trainings came to, on the desk."""
