"""Every network that Beffroi speaks, one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from beffroi.core.clock import Clock, utc_now
from beffroi.core.outbound import OutboundClient
from beffroi.networks.bluesky.adapter import Bluesky
from beffroi.networks.facebook.adapter import Facebook
from beffroi.networks.feeds.adapter import Feeds
from beffroi.networks.google_business.adapter import GoogleBusiness
from beffroi.networks.http import NetworkHttp
from beffroi.networks.instagram.adapter import Instagram
from beffroi.networks.linkedin.adapter import LinkedIn
from beffroi.networks.mastodon.adapter import Mastodon
from beffroi.networks.port import Network
from beffroi.networks.wordpress.adapter import WordPress
from beffroi.networks.x.adapter import X
from beffroi.networks.youtube.adapter import YouTube

NETWORKS: dict[str, Callable[[NetworkHttp], Network]] = {
    Bluesky.declaration.key: Bluesky,
    Mastodon.declaration.key: Mastodon,
    LinkedIn.declaration.key: LinkedIn,
    Facebook.declaration.key: Facebook,
    Instagram.declaration.key: Instagram,
    WordPress.declaration.key: WordPress,
    YouTube.declaration.key: YouTube,
    GoogleBusiness.declaration.key: GoogleBusiness,
    X.declaration.key: X,
    Feeds.declaration.key: Feeds,
}


def keys() -> tuple[str, ...]:
    """Return the key of every network, in the order in which people see them."""
    return tuple(NETWORKS)


def get(key: str, http: NetworkHttp) -> Network:
    """Return the network named `key`. Raises KeyError for a key that is not registered."""
    return NETWORKS[key](http)


def network_http(
    outbound: OutboundClient, *, clock: Clock = utc_now, options: Mapping[str, str] | None = None
) -> NetworkHttp:
    """Return the door to HTTP that `get` wants: no other part may import it.

    `options` are what an installation set for networks, such as where one of them has a stream.
    """
    return NetworkHttp(outbound, clock=clock, options=options)
