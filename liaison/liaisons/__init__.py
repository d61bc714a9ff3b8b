"""Liaisons: roster, rights, coverage, bookings, hours and pay, care.

Nouns: liaison, language, community, area; credential, code of conduct; booking, offer, debrief;
work entry, payment batch; ask, recognition. Training issues credentials through
`operations.credentials`; contacts and requests ask `queries.rights` what somebody may enter.
"""
