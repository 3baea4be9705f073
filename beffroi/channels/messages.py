"""Says in one sentence what a network or a person's input did, and what to do next."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from beffroi.channels.actions import CannotConnect
from beffroi.channels.rules import InvalidAddress
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    QuotaExhausted,
    RateLimited,
    ReviewRequired,
)


def explain_connection(error: Exception, *, server: str) -> str:
    """Return why the connection to `server` failed, and what to do. Changes nothing."""
    if isinstance(error, InvalidAddress):
        return _("This is not the address of a server. Write it as mastodon.social, for example.")
    if isinstance(error, CannotConnect):
        return _("This network cannot be connected in this way.")
    if isinstance(error, ContentRefused) and error.field == "address":
        return _("Beffroi does not call this address: it points inside a private network.")
    for kind, sentence in _SENTENCES:
        if isinstance(error, kind):
            return gettext(sentence) % {"server": server}
    return _("%(server)s answered something we do not understand. Is it the right address?") % {
        "server": server
    }


_SENTENCES = (
    (
        AccessRevoked,
        _noop("%(server)s refused this name and password. Check both, then try again."),
    ),
    (
        NetworkUnavailable,
        _noop("%(server)s does not answer. Check the address, or try again in a few minutes."),
    ),
    (
        RateLimited,
        _noop("%(server)s asks us to wait: too many tries. Try again in a few minutes."),
    ),
    (QuotaExhausted, _noop("The quota that %(server)s allows is used up. Try again tomorrow.")),
    (ReviewRequired, _noop("%(server)s must first approve your developer app.")),
    (
        NotFound,
        _noop("%(server)s does not know this account. Check how it is written."),
    ),
)

FAILURES = (NetworkError, InvalidAddress, CannotConnect)
