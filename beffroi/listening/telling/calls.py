"""The last calls of an address, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from beffroi.listening.alerting import wording
from beffroi.listening.models import AlertNotice


@dataclass(frozen=True, slots=True)
class Call:
    """One call: of which change, when, and what came of it."""

    what: str
    at: datetime
    outcome: str
    tone: str


def messages_of(notices: Iterable[AlertNotice]) -> list[Call]:
    """Return calls in words."""
    return [_call(one) for one in notices]


def _call(notice: AlertNotice) -> Call:
    what = wording.line(notice.event.kind, notice.event.detail)
    if notice.told_at is not None:
        return Call(what, notice.told_at, _("Taken"), "ok")
    if notice.given_up_at is not None:
        return Call(what, notice.given_up_at, _given_up(notice.failure), "bad")
    return Call(what, notice.event.at, _waiting(notice.failure), "warn")


def _waiting(failure: str) -> str:
    if failure.startswith("status_"):
        text = _("Refused (%(status)s): tried again")
        return text % {"status": failure.removeprefix("status_")}
    return _("On its way")


def _given_up(failure: str) -> str:
    return {
        "doubtful": _("Cut off: it may have arrived, and is not sent twice"),
        "address_refused": _("This address may not be called"),
        "gone": _("The address says that it is gone"),
        "off": _("The address was switched off"),
        "key_lost": _("Its secret cannot be opened: give the address anew"),
        "restored": _("Not sent after a restore: it may have left before"),
    }.get(failure, _("Given up after several tries"))
