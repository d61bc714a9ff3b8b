"""Liaisons: trained community members who link residents and the city.

Nouns: liaison, their languages, communities and areas, training date and expiry. Neighbours: a
liaison is a person (people) and may have an account; contacts name the liaison who logged them.
"""
