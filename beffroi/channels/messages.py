"""Says in one sentence what a network or a person's input did, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from beffroi.channels.actions import CannotConnect, OtherAccount
from beffroi.channels.consents import AppMissing
from beffroi.channels.rules import InvalidAddress, Way
from beffroi.core.outbound import AddressRefused
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NoAccount,
    NotFound,
    NotLinked,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    ReadersRefused,
    ReviewRequired,
    SourceGone,
    VersionRetired,
)

#: What `explain_connection` can explain.
FAILURES = (NetworkError, InvalidAddress, CannotConnect, OtherAccount, AppMissing)


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence, and the field to mend; None: no field would help."""

    sentence: str
    field: str | None = None


def explain_connection(error: Exception, *, server: str, way: Way) -> Problem:
    """Return why the connection to `server` failed, and what to do. Changes nothing."""
    if isinstance(error, InvalidAddress):
        return Problem(
            _("This is not the address of a server. Write it as mastodon.social, for example."),
            "address",
        )
    if isinstance(error, CannotConnect):
        return Problem(_("This network cannot be connected in this way."))
    if isinstance(error, OtherAccount):
        return _explain_other_account(error, server=server, way=way)
    if isinstance(error, ContentRefused):
        return _explain_refusal(error, server=server, way=way)
    if isinstance(error, AppMissing):
        return Problem(
            _("%(server)s wants a developer app of your own first.") % {"server": server}
        )
    if isinstance(error, AccessRevoked):
        return _explain_no(error, server=server, with_password=way is Way.PASSWORD)
    if isinstance(error, AppMisconfigured) and way is Way.PASSWORD:
        return _explain_closed(server=server)
    return _explain_network(error, server=server)


def _explain_closed(*, server: str) -> Problem:
    """Say what a server without developer apps means when it lets no program in."""
    sentence = _(
        "%(server)s lets no program in: its interface or its passwords for applications are "
        "switched off, often by a security plugin. Whoever looks after it can switch them on; "
        "then start again."
    )
    return Problem(sentence % {"server": server})


def _explain_other_account(error: OtherAccount, *, server: str, way: Way) -> Problem:
    if way is Way.ADDRESS:
        sentence = _(
            "Nothing was changed: this is another source than @%(expected)s. Add it as a channel "
            "of its own, then disconnect the old one."
        )
        return Problem(sentence % {"expected": error.expected}, "address")
    sentence = _(
        "Nothing was changed: you signed in as @%(handle)s, and this channel is @%(expected)s. "
        "Sign in on %(server)s as @%(expected)s, then try again."
    )
    names = {"handle": error.handle, "expected": error.expected, "server": server}
    return Problem(sentence % names, "identifier")


def _explain_refusal(error: ContentRefused, *, server: str, way: Way) -> Problem:
    if error.field != "address":
        sentence = _("%(server)s did not accept what was typed. Check each field, then try again.")
        return Problem(sentence % {"server": server})
    if settings.OUTBOUND_ONLY_ALLOWED:
        sentence = _(
            "The demonstration calls its two simulated servers and nothing else: take their "
            "addresses from its first page."
        )
    elif _leads_inside(error):
        sentence = _(
            "Beffroi does not call this address: it leads inside a private network, "
            "or to a door that is not meant for the public."
        )
    elif way is Way.ADDRESS:
        sentence = _(
            "No feed was found at %(server)s. Give the address of the feed itself, or of a page "
            "that names it."
        )
    else:
        sentence = _("No server of this network answers at %(server)s. Check the address.")
    return Problem(sentence % {"server": server}, "address")


def _leads_inside(error: BaseException | None) -> bool:
    """Tell whether our own guard refused the address, whatever the error became on its way."""
    while error is not None and not isinstance(error, AddressRefused):
        error = error.__cause__
    return error is not None


def _explain_no(error: AccessRevoked, *, server: str, with_password: bool) -> Problem:
    if isinstance(error, SourceGone):
        sentence = _(
            "%(server)s says that this source is gone. Look on its site for a new address, or "
            "choose another source."
        )
        return Problem(sentence % {"server": server}, "address")
    if isinstance(error, NotLinked):
        sentence = _(
            "You said yes, and none of the Pages that you chose on %(server)s is linked with a "
            "professional account that you chose too. Make the account a professional one, link "
            "it in the settings of its Page, then start again and choose both."
        )
        return Problem(sentence % {"server": server})
    if isinstance(error, NoAccount):
        sentence = _(
            "You said yes, and %(server)s shows nothing that you manage there: no page, channel "
            "or place. Ask whoever manages it to give you a role, then start again."
        )
        return Problem(sentence % {"server": server})
    if isinstance(error, PermissionLost):
        sentence = _(
            "%(server)s knows you, and you may not do there what Beffroi needs. Allow everything "
            "that its page asks, or ask for a role that may, then start again."
        )
        return Problem(sentence % {"server": server})
    if with_password:
        sentence = _("%(server)s refused this name and password. Check both, then try again.")
        return Problem(sentence % {"server": server}, "password")
    sentence = _("%(server)s no longer accepts this permission. Start again from here.")
    return Problem(sentence % {"server": server})


def _explain_network(error: Exception, *, server: str) -> Problem:
    explained = (
        (
            NetworkUnavailable,
            "address",
            _("%(server)s does not answer. Check the address, or try again in a few minutes."),
        ),
        (
            RateLimited,
            None,
            _("%(server)s asks us to wait: too many tries. Try again in a few minutes."),
        ),
        (
            QuotaExhausted,
            None,
            _("The quota that %(server)s allows is used up. Try again tomorrow."),
        ),
        (
            ReviewRequired,
            None,
            _(
                "%(server)s must first approve your developer app. The guide says what to send "
                "and how long it takes; start again once it has."
            ),
        ),
        (
            AppMisconfigured,
            None,
            _(
                "%(server)s does not know your developer app as it is set here. Check its ID, its "
                "secret and its return address, then start again."
            ),
        ),
        (
            VersionRetired,
            None,
            _("%(server)s no longer answers this version of Beffroi. Update it, then start again."),
        ),
        (
            ReadersRefused,
            "address",
            _(
                "%(server)s refuses programs that read it. Give the address of the feed itself if "
                "you know it, ask the site to let feed readers in, or choose another source."
            ),
        ),
        (
            PolicyBlocked,
            None,
            _("%(server)s restricts this account. Look there at what it asks, then start again."),
        ),
        (
            NotFound,
            "identifier",
            _("%(server)s does not know this account. Check how it is written."),
        ),
    )
    unclear = _("%(server)s answered something we do not understand. Is it the right address?")
    for kind, field, sentence in explained:
        if isinstance(error, kind):
            return Problem(sentence % {"server": server}, field)
    return Problem(unclear % {"server": server}, "address")
