"""Logging and keeping contacts; the list of topics; contacts that come in a file."""
