"""Who took part: voluntary questions, answered with no path back to a person.

Nouns: question pack, collection point (a code people answer under), response, tally. A response
belongs to a programme and a plan month, never to a person, an event, an address or a moment.
Neighbours: events hold a collection point's id; evaluation reads the tables.
"""
