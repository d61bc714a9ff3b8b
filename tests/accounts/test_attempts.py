"""Whom a limit on addresses means."""

import pytest

from liaison.accounts.operations.attempts import network_of


@pytest.mark.pure
@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unix:", "unix:"),
    ],
)
def test_an_address_of_version_6_stands_for_its_network(address, network):
    assert network_of(address) == network
