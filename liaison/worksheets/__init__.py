"""Equity worksheets: versioned templates, filled in by a team over several sittings, approved.

Nouns: template version, worksheet, answer, step. Neighbours: a worksheet belongs to a programme and
a plan year; its action plan becomes the programme's actions.
"""
