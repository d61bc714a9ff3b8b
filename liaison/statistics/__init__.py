"""Pure statistics: numbers in, numbers out; no Flask, no database, no translation.

Nouns: interval, estimate with its margin, representation, verdict, protected counts, survival
curve. Every formula, threshold and source is explained in docs/statistics.md. SciPy is imported
inside the few functions that need it, so that a web worker does not load it at start.
"""
