"""What training does at night."""
