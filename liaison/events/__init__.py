"""Outreach events: planned contact with the public.

Nouns: event, its steps (history), sign-up. Neighbours: an event belongs to a programme, lies in an
area, and may offer the demographic form through a collection point.
"""
