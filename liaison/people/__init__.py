"""People who gave their details, and organisations. Never anything demographic.

Nouns: person, organisation. Neighbours: a liaison is a person; a contact or sign-up may name one.
"""
