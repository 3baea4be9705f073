"""Where a vendor's several hosts are, from the one that an access names. Pure."""

from __future__ import annotations


def beside(origin: str, *, home: str, host: str) -> str:
    """Return the origin of `host`, which the vendor has besides the interface at `home`.

    A channel of the real network has `home` for its `origin`. A simulator stands for all of the
    vendor's hosts: then it is `origin` itself.
    """
    return f"https://{host}" if origin == home else origin
