"""Append-only record of who did what, when, with the values before and after.

Personal fields are recorded as 'changed', never by value, so that erasing a person erases them here
too. Anonymous demographic answers are not recorded at all.
"""
