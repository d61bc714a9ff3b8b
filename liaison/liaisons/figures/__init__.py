"""Aggregates of the roster: the network of a year, and who is covered."""
