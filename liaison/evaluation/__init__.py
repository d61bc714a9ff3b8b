"""Programme evaluation reports: what was done, who was reached and who was not, how sure we are.

Nouns: report (a programme in a year), report text (what a person writes into it), report file.
Neighbours: reads every feature's figures through the registry in indicators.
"""
