"""Addresses that lead inside, in every disguise: generated, so that none is forgotten."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

#: One or two addresses of each range that a request must never reach.
INSIDE_IPV4 = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1",
    "127.255.255.254", "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.254",
    "192.0.0.8", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
    "198.19.255.254", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255",
)  # fmt: skip
INSIDE_IPV6 = (
    "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "ff0e::1", "100::1",
    "2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "3fff::1", "5f00::1",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "64:ff9b:1::a9fe:a9fe", "::7f00:1", "2600:1f18::5efe:7f00:1", "2600:1f18::200:5efe:a00:1",
)  # fmt: skip
OUTSIDE = (
    "1.1.1.1", "8.8.8.8", "93.184.216.34", "99.255.255.255", "100.128.0.1", "172.32.0.1",
    "192.0.1.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450:4007::1",
)  # fmt: skip

#: Written with digits that are not ASCII, or with another full stop.
_CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
_FULL_WIDTH = {digit: digit - ord("0") + 0xFF10 for digit in b"0123456789"}


def disguises(address: str) -> Iterator[str]:
    """Write one IPv4 address as a host, in the ways that some parser somewhere understands."""
    number = int(ipaddress.IPv4Address(address))
    first, second, third, fourth = address.split(".")
    yield address
    yield f"{address}."
    yield str(number)
    yield hex(number)
    yield f"0{number:o}"
    yield ".".join(hex(int(part)) for part in address.split("."))
    yield ".".join(f"0{int(part):o}" for part in address.split("."))
    yield f"{first}.{int(second) << 16 | int(third) << 8 | int(fourth)}"
    yield f"{first}.{second}.{int(third) << 8 | int(fourth)}"
    yield address.translate(_CIRCLED)
    yield address.translate(_FULL_WIDTH)
    yield address.replace(".", "。")
    yield address.replace(".", "．")
    yield f"[::ffff:{address}]"
    yield f"[::ffff:{number >> 16:x}:{number & 0xFFFF:x}]"
    yield f"[::{address}]"
    yield f"[64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}]"
    yield f"[64:ff9b:1::{number >> 16:x}:{number & 0xFFFF:x}]"
    yield f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::]"


#: Whole addresses: confused parsers, other schemes, other ports, names of this machine.
INSIDE_URLS = (
    "http://localhost/", "http://LOCALHOST./", "http://localhost.localdomain/",
    "http://ip6-localhost/", "http://inside.mp4", "http://inside.test/..;/",
    "http://user@127.0.0.1/", "http://outside.test@127.0.0.1/", "http://127.0.0.1#@outside.test/",
    "http://127.0.0.1?@outside.test/", "http://outside.test\\@127.0.0.1/",
    "http://outside.test:80@127.0.0.1:80/", "http://127.0.0.1:22/", "http://127.0.0.1:6379/",
    "http://127.0.0.1/?.mp4", "http://127.0.0.1/#.mp4", "http://[fe80::1%25lo]/",
    "http://[::1%lo]/", "http:///127.0.0.1/", "http://", "http:", "", "//127.0.0.1/",
    "http:127.0.0.1", "http://127.0.0.1:99999/", "http://127.0.0.1:-1/", "http://[::1/",
    "file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO", "ftp://127.0.0.1/",
    "dict://127.0.0.1:11211/", "data:text/plain,hi", "ws://127.0.0.1/", "unix:/run/docker.sock",
    "javascript:alert(1)", "http://a..b/", "http://\x00/", "http://outside.test\r\nHost: x/",
    "http://outside.test:22/", "http://outside.test:8080/", "https://outside.test:25/",
    f"http://{'a' * 70}.test/", "http://xn--/", "http://%31%32%37.0.0.1/",
)  # fmt: skip

#: Where a redirect may try to lead us.
INSIDE_REDIRECTS = (
    "http://127.0.0.1/", "//127.0.0.1/", "///127.0.0.1/", "/\\127.0.0.1/", "\\\\127.0.0.1/",
    "https://inside.test/", "https://[::1]/", "https://169.254.169.254/latest/meta-data/",
    "https:127.0.0.1", "https:///127.0.0.1", "https://outside.test@127.0.0.1/",
    "https://outside.test:22/", "file:///etc/passwd", "gopher://127.0.0.1/", "data:text/html,x",
    "javascript:alert(1)", "ftp://outside.test/", "https://outside.test\r\nX-Injected: 1",
    "https://outside.test\x00.inside.test", "https://①②⑦.0.0.1/",
)  # fmt: skip
