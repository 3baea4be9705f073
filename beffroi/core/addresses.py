"""Which internet addresses are outside: no names, no sockets, no Django.

`ipaddress.is_global` is not enough: it calls public several ranges through which a private machine
can be reached (NAT64, 6to4, IPv4-mapped), and its answers change from one Python to the next.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

#: Reserved IPv4 ranges. https://www.iana.org/assignments/iana-ipv4-special-registry
_REFUSED_IPV4 = tuple(
    ipaddress.IPv4Network(range_)
    for range_ in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; some clouds put metadata there
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's own channel to its machines, on a public number
        "169.254.0.0/16",  # link-local and metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)

#: The only IPv6 range given out to the public: everything else (loopback, mapped, NAT64, private,
#: link-local, site-local, multicast...) is refused without being named.
_PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")

#: Reserved inside it. https://www.iana.org/assignments/iana-ipv6-special-registry
_REFUSED_IPV6 = tuple(
    ipaddress.IPv6Network(range_)
    for range_ in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID...
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)

#: ISATAP interface identifiers carry any IPv4 address under any prefix. RFC 5214, section 6.1.
_ISATAP_MARKS = frozenset({0x00005EFE, 0x02005EFE})


#: Names that no server outside knows. RFC 6761, RFC 6762, RFC 8375, and what routers give out.
_LOCAL_ENDINGS = (
    *("localhost", "local", "internal", "home.arpa", "test", "invalid", "example"),
    *("lan", "home", "localdomain", "intranet", "corp"),
)


def is_reachable(url: str) -> bool:
    """Tell whether people elsewhere can open a web address, by its look: nothing is called."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host and not any(f".{host}".endswith(f".{one}") for one in _LOCAL_ENDINGS)
    return is_outside(host)


def has_public_name(url: str) -> bool:
    """Tell whether a web address has a name that people elsewhere can open, and no number."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False
    is_literal = ":" in host or host.rpartition(".")[-1].isdigit()
    return not is_literal and is_reachable(url)


def is_inside(host: str) -> bool:
    """Tell whether a host is a literal address, however written, that is not outside.

    Of a name nothing is told. No name ends in a number: `127.1` and `0x7f000001` are addresses.
    """
    is_literal = ":" in host or host.rstrip(".").rpartition(".")[-1][:1].isdigit()
    return is_literal and not is_outside(host)


def is_outside(address: str) -> bool:
    """Tell whether `address`, a literal IPv4 or IPv6 address, is on the public internet."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv4Address):
        return not any(parsed in refused for refused in _REFUSED_IPV4)
    return (
        parsed.scope_id is None
        and parsed in _PUBLIC_IPV6
        and not any(parsed in refused for refused in _REFUSED_IPV6)
        and (int(parsed) >> 32) & 0xFFFFFFFF not in _ISATAP_MARKS
    )
