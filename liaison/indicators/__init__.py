"""Metric definitions and the registry of figures: one definition and one code path per figure.

Each feature's `figures.py` declares named figures; `app` registers them here; reports, worksheets
and dashboards look them up by key. Imports no other feature's figures.
"""
