from ipaddress import ip_address

import pytest
from django.test import RequestFactory

from lienthong.webkit.client_address import client_address, counted_as, read_address


def asked(remote: str, hops: str = ""):
    headers = {"X-Forwarded-For": hops} if hops else {}
    return RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)


@pytest.mark.parametrize(
    ("trusted", "remote", "hops", "client"),
    [
        ([], "10.0.0.1", "1.2.3.4", "10.0.0.1"),
        (["10.0.0.0/8"], "10.0.0.1", "1.2.3.4", "1.2.3.4"),
        (["10.0.0.0/8"], "10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (["10.0.0.0/8"], "9.9.9.9", "1.2.3.4", "9.9.9.9"),
        (["10.0.0.0/8"], "10.0.0.1", "", "10.0.0.1"),
        (["10.0.0.0/8"], "10.0.0.1", "10.0.0.2", "10.0.0.2"),
        (["10.0.0.0/8"], "10.0.0.1", "1.2.3.4, unknown", None),
        (["10.0.0.0/8"], "10.0.0.1", "1.2.3.4:5000", None),
        (["fd00::/8"], "fd00::1", "2001:db8::7", "2001:db8::7"),
        (["10.0.0.0/8"], "::ffff:10.0.0.1", "[2001:db8::7]", "2001:db8::7"),
        ([], "", "1.2.3.4", None),
        ([], "::ffff:10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_a_client_is_the_last_hop_that_is_none_of_our_proxies(
    settings, trusted, remote, hops, client
):
    settings.LIENTHONG_TRUSTED_PROXIES = trusted
    expected = ip_address(client) if client else None
    assert client_address(asked(remote, hops)) == expected


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("nobody", "::"),
    ],
)
def test_an_address_of_ipv6_counts_as_its_network(said, counts):
    assert counted_as(read_address(said)) == counts
