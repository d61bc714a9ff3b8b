"""Small-count protection: which counts of people may be printed, and proof that they may.

`cells` says what is printed, `counts` protects one-way tables and `tables` two-way ones, `audit`
attacks what would be printed with the arithmetic of `feasibility`. A cell is always tied to the
set of people it counts, so tables that share people can be audited together.
"""
