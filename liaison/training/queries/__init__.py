"""Reading what belongs to training."""
