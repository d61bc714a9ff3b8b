"""The three front doors: public, desk (staff), field (liaisons).

Arranges the panels that each feature offers; owns no tables.
"""
