"""Pages of accounts: signing in, the own account, and the desk's list of users."""
