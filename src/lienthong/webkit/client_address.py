"""From where a request comes, when proxies of ours stand between."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address


def client_address(request: HttpRequest) -> Address | None:
    """Return the address of the client; None when nobody can say.

    Without trusted proxies (LIENTHONG_TRUSTED_PROXIES) that is who holds the connection. Behind
    them it is the last hop of X-Forwarded-For that is none of them: whatever stands before it the
    client could have written itself. A hop that is no address ends the search with None.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    here = read_address(request.META.get("REMOTE_ADDR", ""))
    while here is not None and hops and is_trusted(here):
        said = hops.pop()
        if not said:
            break
        here = read_address(said)
    return here


def counted_as(address: Address | None) -> str:
    """Return as what an address counts where pauses and rates are kept: IPv6 by its /64.

    One line or office is given a whole /64 at least (RFC 6177): whoever has one has 2^64 addresses.
    "::" stands for one that nobody can say.
    """
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return str(address or "::")


def read_address(text: str) -> Address | None:
    """Return an address; an IPv4 address written as IPv6 (::ffff:10.0.0.1) is the IPv4 one."""
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def is_trusted(address: Address) -> bool:
    """Return whether an address is one of our proxies (LIENTHONG_TRUSTED_PROXIES)."""
    return any(address in ip_network(net) for net in settings.LIENTHONG_TRUSTED_PROXIES)
