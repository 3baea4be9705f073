"""What became of the calls of a shop, and what to do about it, in words that people read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from beffroi.sales import trying, wording
from beffroi.sales.models import Shop, ShopCall
from beffroi.sales.orders.problems import Problem
from beffroi.sales.orders.software import Software
from beffroi.sales.rules import Outcome

_SHOWN_MAX = 30
_MINUTE_SECONDS = 60

_LABELS: Final[dict[Outcome, Promise]] = {
    Outcome.TAKEN: pgettext_lazy("call", "Taken"),
    Outcome.KNOWN: pgettext_lazy("call", "Known already"),
    Outcome.NOTHING: pgettext_lazy("call", "Nothing to count"),
    Outcome.UNREADABLE: pgettext_lazy("call", "Not readable"),
    Outcome.GREETED: pgettext_lazy("call", "Connection right"),
    Outcome.TRIAL: pgettext_lazy("call", "Test order"),
    Outcome.PING: pgettext_lazy("call", "Address right"),
    Outcome.MISSING: pgettext_lazy("call", "Refused"),
    Outcome.FORGED: pgettext_lazy("call", "Refused"),
    Outcome.STALE: pgettext_lazy("call", "Refused"),
}
_GOOD = {Outcome.TAKEN, Outcome.KNOWN, Outcome.GREETED, Outcome.PING}
_REFUSED = {Outcome.MISSING, Outcome.FORGED, Outcome.STALE}
_FORGED: Final[dict[Software, Promise]] = {
    Software.WOOCOMMERCE: gettext_lazy(
        "The signature was made with another secret. Copy the secret of this shop into each of its"
        " webhooks, without a blank before or after; if it is lost, make a new one."
    ),
    Software.SHOPIFY: gettext_lazy(
        "The signature was made with another key. Copy the one that Shopify shows below its list of"
        " webhooks, and keep it here."
    ),
}
_FORGED_ELSEWHERE = gettext_lazy(
    "The signature was made with another secret, or of another body. Sign exactly the bytes that"
    " are sent: the seconds, a point, then the body."
)
_MISSING: Final[dict[Software, Promise]] = {
    Software.WOOCOMMERCE: gettext_lazy(
        "The call bears no signature. Write the secret of this shop into the webhook, under"
        " “Secret”; something in between may also take headers away."
    ),
    Software.SHOPIFY: gettext_lazy(
        "The call bears no signature: it does not come from the webhooks of Shopify, or something"
        " in between takes headers away."
    ),
}
_MISSING_ELSEWHERE = gettext_lazy(
    "The call bears no signature. Send it in the header “Beffroi-Signature”, as the guide"
    " describes."
)
_TRIALS: Final[dict[str, Promise]] = {
    trying.SECRET_LOST: gettext_lazy(
        "No key of this installation opens the secret of this shop. Put the key file back from a"
        " backup, or make a new secret."
    ),
    trying.NOT_PROVEN: gettext_lazy("The secret that is kept is too short to sign with."),
    trying.NOT_READ: gettext_lazy("The test order was not read as an order."),
}
#: Greets an address as `orders.plain` reads it, signed as `orders.signatures` has it.
_COMMAND: Final = (
    """B='{{"event":"ping"}}'; T=$(date +%s); """
    """S=$(printf '%s' "$T.$B" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -c1-64); """
    """curl -i "{address}" -H "Beffroi-Signature: t=$T,v1=$S" -d "$B\""""
)


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call as a page shows it."""

    at: datetime
    label: str
    tone: str
    icon: str
    words: str
    detail: str
    times: int


def command(address: str) -> str:
    """Return what to type where a shop runs, to try an address; the secret is in SECRET."""
    return _COMMAND.format(address=address)


def rows_of(shop: Shop) -> Sequence[CallRow]:
    """Return the last calls of a shop, the newest first. One query."""
    return [
        _row(shop, one)
        for one in ShopCall.objects.filter(shop=shop).order_by("-at", "-id")[:_SHOWN_MAX]
    ]


def _row(shop: Shop, call: ShopCall) -> CallRow:
    outcome = Outcome(call.outcome)
    tone, icon = _look(outcome, call.problem)
    detail = "" if outcome is Outcome.STALE else call.detail
    label = str(_LABELS[outcome])
    return CallRow(call.at, label, tone, icon, _words(shop, outcome, call), detail, call.times)


def _look(outcome: Outcome, problem: str) -> tuple[str, str]:
    if outcome in _REFUSED or (outcome is Outcome.TRIAL and problem):
        return "bad", "circle-alert"
    if problem or outcome is Outcome.UNREADABLE:
        return "warn", "circle-alert"
    return ("ok", "check") if outcome in _GOOD or outcome is Outcome.TRIAL else ("", "circle-help")


def _words(shop: Shop, outcome: Outcome, call: ShopCall) -> str:
    software = Software(shop.software)
    match outcome:
        case Outcome.MISSING:
            return str(_MISSING.get(software, _MISSING_ELSEWHERE))
        case Outcome.FORGED:
            return str(_FORGED.get(software, _FORGED_ELSEWHERE))
        case Outcome.STALE:
            return _of_clock(call.detail)
        case Outcome.TRIAL if call.problem in _TRIALS:
            return str(_TRIALS[call.problem])
    if call.problem == Problem.OTHER_CURRENCY.value:
        return _(
            "It is counted, but stands in no sum: its currency is not the one of your figures."
        )
    return wording.reason(call.problem) if call.problem else _plain(outcome)


def _plain(outcome: Outcome) -> str:
    known = {
        Outcome.TAKEN: _("The order is counted."),
        Outcome.KNOWN: _("Told twice, or later than what is known: it changes nothing."),
        Outcome.NOTHING: _("Genuine, and of nothing that is counted."),
        Outcome.GREETED: _("The address and the signature are right."),
        Outcome.PING: _(
            "The shop tried the address. Its first order shows whether its secret is right."
        ),
        Outcome.TRIAL: _(
            "Made here, proven, read: orders like this one are taken. It is not counted."
        ),
    }
    return known[outcome]


def _of_clock(detail: str) -> str:
    """Say by how much a clock is off; `detail` is in seconds, below zero where it is ahead."""
    seconds = int(detail) if detail.lstrip("-").isdigit() else 0
    minutes = max(1, round(abs(seconds) / _MINUTE_SECONDS))
    if seconds < 0:
        said = ngettext(
            "The clock of the shop is %(count)s minute ahead, or the call is kept from elsewhere.",
            "The clock of the shop is %(count)s minutes ahead, or the call is kept from elsewhere.",
            minutes,
        )
    else:
        said = ngettext(
            "The clock of the shop is %(count)s minute behind, or the call came that late.",
            "The clock of the shop is %(count)s minutes behind, or the call came that late.",
            minutes,
        )
    holds = _("A signature holds for five minutes.")
    return f"{said % {'count': minutes}} {holds}"
