"""The city's own settings: name, mark, accent colour, departments.

One city per deployment. Neighbours: everything reads the city; `accounts` scopes roles by
department.
"""
