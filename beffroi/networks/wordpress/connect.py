"""Connects a site by the name and an application password of one of its users.

https://developer.wordpress.org/rest-api/using-the-rest-api/authentication/ (read on 2026-11-22)
"""

from __future__ import annotations

import base64
from urllib.parse import urlsplit

from beffroi.core.references import read_references
from beffroi.networks import shapes
from beffroi.networks.addresses import joined
from beffroi.networks.contracts import Access, Connection, Profile
from beffroi.networks.errors import AccessRevoked, AppMisconfigured, PermissionLost
from beffroi.networks.html_text import clean
from beffroi.networks.shapes import Record
from beffroi.networks.wordpress.client import CREDENTIAL, ROOT, Site
from beffroi.networks.wordpress.discovery import Root, checked_address, find_root

#: Without these a user publishes nothing.
NEEDED = ("publish_posts", "upload_files")
#: With these, they also read and settle every comment.
USEFUL = ("moderate_comments",)


def connect(site: Site, *, address: str, identifier: str, password: str) -> Connection:
    """Open nothing: an application password lasts.

    Raises AccessRevoked for a pair that the site does not know, AppMisconfigured where it takes no
    such passwords, PermissionLost for too small a role.
    """
    root = find_root(site, checked_address(address))
    pair = f"{identifier.strip()}:{password.strip()}"
    credential = base64.b64encode(pair.encode()).decode()
    user = _read_user_first(site.signed_in(root=root.url, credential=credential), root)
    missing = missing_rights(user, NEEDED)
    if missing:
        raise PermissionLost(f"this user lacks {', '.join(missing)}")
    return _connection(root, user, credential=credential)


def read_user(site: Site) -> Record:
    """Return who we are there. Raises AccessRevoked when the site knows nobody like that."""
    answer = site.read("GET", "wp/v2/users/me", params={"context": "edit"})
    return shapes.record(answer.data, "user")


def _read_user_first(site: Site, root: Root) -> Record:
    try:
        return read_user(site)
    except AccessRevoked as error:
        if "application-passwords" in shapes.inner(root.document, "authentication"):
            raise
        raise AppMisconfigured("this site takes no application passwords") from error


def missing_rights(user: Record, wanted: tuple[str, ...]) -> list[str]:
    """Return which of `wanted` the user lacks."""
    rights = shapes.inner(user, "capabilities")
    return [right for right in wanted if rights.get(right) is not True]


def _connection(root: Root, user: Record, *, credential: str) -> Connection:
    home = joined(root.url, shapes.optional_text(root.document, "home") or "") or root.url
    split = urlsplit(root.url)
    place = urlsplit(home).path.rstrip("/")
    account_id = f"{shapes.text(user, 'id')}{place}"  # one host may hold several sites
    handle = f"{urlsplit(home).netloc or split.netloc}{place}"
    name = clean(read_references(shapes.optional_text(root.document, "name") or "")).strip()
    return Connection(
        profile=Profile(
            account_id=account_id,
            handle=handle,
            display_name=name or handle,
            url=home,
            kind="site",
        ),
        access=Access(
            origin=f"{split.scheme}://{split.netloc}",
            account_id=account_id,
            secrets={ROOT: root.url, CREDENTIAL: credential},
        ),
    )
