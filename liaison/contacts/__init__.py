"""The contact log: conversations with residents, what they were about and what became of them.

Nouns: topic, contact. Only a topic and a place or area are required; a name is kept only with
agreement. Neighbours: logged by a liaison or staff, for a programme, in an area.
"""
