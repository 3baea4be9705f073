"""Names people as screens show them: some networks do not say who writes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from beffroi.channels.queries import network_name
from beffroi.inbox.rules import NAMELESS


def shown(name: str, *, network: str) -> str:
    """Return a kept name, or words for whoever has none. `network` is its key; "" stays ""."""
    if name != NAMELESS:
        return name
    return _("Somebody on %(name)s") % {"name": network_name(network)}


def within_sentence(name: str, *, otherwise: str) -> str:
    """Return a kept name, or `otherwise` for whoever has none, as a sentence goes on with it."""
    return otherwise if name in {"", NAMELESS} else name
