"""Liaison: community engagement and neighbourhood liaison programmes for cities and counties.

One city per deployment, many departments and programmes inside it. Start with `app.py`, then the
feature packages, which are named after what a city does.
"""
