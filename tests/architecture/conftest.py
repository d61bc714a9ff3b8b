"""Fixtures of the tests that look at the project as a whole."""

import socket

import pytest


@pytest.fixture
def free_port():
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
