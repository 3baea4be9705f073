"""The addresses of this installation's own short links, whichever page they lead to."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from beffroi.links.rules import CODE_LENGTH, split_code

#: Stands for the code of a link that is still to be made: all have the same length.
_UNKNOWN = "x" * CODE_LENGTH


def placeholder() -> str:
    """Return what a short address will look like; it is as long as each of them."""
    return settings.PUBLIC_URL + reverse("link", args=[_UNKNOWN])


def prefix() -> str:
    """Return how all short addresses of this installation begin."""
    return placeholder().removesuffix(_UNKNOWN)


def code_of(address: str) -> str:
    """Return the code of a short address, "" for any other address.

    A sign behind it, which closed a sentence, is none of it: networks differ on where links end.
    """
    begins = prefix()
    code, rest = split_code(address.removeprefix(begins))
    return code if address.startswith(begins) and not rest[:1].isalnum() else ""


def is_ours(address: str) -> bool:
    """Tell whether a normal address is a short one of ours, by whatever scheme or port."""
    parts, begins = urlsplit(address), urlsplit(prefix())
    return parts.hostname == begins.hostname and parts.path.startswith(begins.path)
