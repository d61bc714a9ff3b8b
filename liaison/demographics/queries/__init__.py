"""Reading question packs, collection points and tallies."""
