"""Whether somebody's page on a network leads to their site, as far as it lets be seen. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

from beffroi.core.outbound import Response
from beffroi.core.references import read_references
from beffroi.sitecheck.charsets import decode
from beffroi.sitecheck.profiles import Profile
from beffroi.sitecheck.rules import Unseen

_SIGNS_MAX = 2_000_000
#: Where a page only asks to sign in: nothing of the profile is there to be read.
_WALL = re.compile(
    r"/(?:login|accounts/login|authwall|signin|signup|checkpoint|consent)\b"
    r"|log in to (?:see|continue)|sign in to (?:see|continue)|connectez-vous pour|captcha",
    re.IGNORECASE,
)
#: What LinkedIn answers to whoever it takes for a robot, as seen in November 2026.
_LINKEDIN_REFUSES = 999
#: Whose page for strangers holds the links of its owner. The others fill them in by scripts, for
#: who is signed in: there, a link that is not found may stand all the same.
_SHOW_LINKS = frozenset({"mastodon", "pinterest", "tiktok", "youtube"})
_TITLE = re.compile(
    r"<title[^>]{0,200}>([^<]{0,400})|og:title[\"'][^>]{0,20}content=[\"']([^\"']{0,400})", re.I
)


def leads_back(response: Response, *, profile: Profile, host: str) -> bool | None:
    """Tell whether a profile's page holds the site's host; None when it cannot be told.

    "No" is only said of a page that shows whose it is: a refusal, a wall or an empty frame that
    scripts would fill says nothing.
    """
    if response.status != 200:
        return None
    text = decode(response.content, content_type=response.headers.get("content-type", ""))
    text = text[:_SIGNS_MAX]
    if _names(text, host):
        return True
    if profile.network not in _SHOW_LINKS:
        return None
    if is_wall(text) or is_wall(response.url):
        return None
    titles = " ".join(one[1] or one[2] or "" for one in _TITLE.finditer(text))
    return False if profile.handle.lower() in read_references(titles).lower() else None


def why_unseen(response: Response) -> Unseen:
    """Return why an answer does not tell whether it leads back."""
    has_failed = response.status >= 500 and response.status != _LINKEDIN_REFUSES
    if has_failed or response.status == 429:
        return Unseen.NO_ANSWER
    if response.status in {404, 410}:
        return Unseen.GONE
    if response.status == 401 or is_wall(response.url):
        return Unseen.SIGN_IN
    if response.status != 200:
        return Unseen.REFUSED
    text = decode(response.content, content_type=response.headers.get("content-type", ""))
    return Unseen.SIGN_IN if is_wall(text[:_SIGNS_MAX]) else Unseen.HIDDEN


def is_wall(words: str) -> bool:
    """Tell whether an address or a page asks to sign in."""
    return _WALL.search(words) is not None


def _names(text: str, host: str) -> bool:
    """Tell whether a text names a host and no other that only ends or begins like it.

    Networks write links of people behind addresses of their own, escaped.
    """
    plain = unquote(read_references(text)).replace("\\/", "/").lower()
    found = re.search(rf"(?<![\w.-])(?:www\.)?{re.escape(host)}(?![\w-]|\.\w)", plain)
    return bool(host) and found is not None
