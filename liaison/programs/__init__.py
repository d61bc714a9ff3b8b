"""Programmes: what a department runs, year by year, with money, owner and actions.

Nouns: programme, plan year, action (owner, due date, evidence). Neighbours: events, contacts,
worksheets and reports belong to a programme.
"""
