"""Accounts: users, the roles they hold and where, sign-in, invitations.

Nouns: user, role grant, sign-in (one signed-in browser), invitation, password reset. Neighbours:
the actor every policy asks about is made here from a user's grants.
"""
