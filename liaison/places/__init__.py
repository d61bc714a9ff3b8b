"""Places: areas with boundaries, and population figures with margins of error.

Nouns: area set (one drawing of the map, such as council districts of 2023), area, measure,
population figure. Neighbours: events and contacts lie in areas; representation compares with the
figures.
"""
