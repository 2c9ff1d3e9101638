"""Which addresses a program may call when others choose them."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

# What Python does not call private: IPv4 addresses inside IPv6 ones (6to4, Teredo, compatible,
# translated, NAT64 by any of its prefixes), and the site-local of old. Mapped ones are unwrapped.
_SUSPECT = ("2002::/16", "2001::/32", "::/96", "::ffff:0:0:0/96", "64:ff9b::/32", "fec0::/10")


def may_reach(ip: str, networks: Iterable[str], *, is_clear: bool = False) -> bool:
    """Say whether an IP address may be called: public ones, and networks that were allowed.

    is_clear: without TLS, which public addresses are never called. Multicast, and IPv4 addresses in
    the disguise of IPv6, are called only when their own network was allowed.
    """
    found = ip_address(ip.partition("%")[0])
    plain = found.ipv4_mapped if isinstance(found, IPv6Address) and found.ipv4_mapped else found
    if any(_is_in(plain, network) for network in networks):
        return True
    if is_clear or any(_is_in(plain, one) for one in _SUSPECT):
        return False
    return plain.is_global and not plain.is_multicast


def _is_in(ip: IPv4Address | IPv6Address, network: str) -> bool:
    found = ip_network(network)
    return ip.version == found.version and ip in found


def is_web_address(text: object) -> bool:
    """Say whether something is an address of http or https with a host."""
    try:
        parts = urlsplit(text if isinstance(text, str) else "")
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
