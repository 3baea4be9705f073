"""Says which one step a person takes about a delivery that a network refused, or that it keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.channels.advice import Advice, explain_loss
from beffroi.channels.advice import advise as advise_channel
from beffroi.channels.findings import findings_of
from beffroi.core.foreign import web_address
from beffroi.delivery.messages import explain
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Reason, Status
from beffroi.networks.contracts import DiagnosisCode


@dataclass(frozen=True, slots=True)
class Source:
    """The page on which a delivery was asked for, and where its text can be changed."""

    url: str
    is_answer: bool = False


def advise(delivery: Delivery, *, name: str, source: Source | None) -> Advice | None:
    """Return what happened and the one step to take, None where no step is the one to take.

    `name` is the network's; `source` is where the delivery comes from, if that is known.
    """
    if delivery.is_missing and delivery.state is not Status.CANCELLED:
        sentence = explain(delivery, name=name)
        return _step(delivery, sentence, name=name, source=source)
    return _about_channel(delivery, name=name)


def _about_channel(delivery: Delivery, *, name: str) -> Advice | None:
    channel = delivery.channel
    if not channel.is_connected:
        why = explain_loss(channel, name=name)
        return Advice(why, _("See the channel"), _row_of(delivery), leaves=False)
    spent = [one for one in findings_of(channel) if one.code is DiagnosisCode.CREDITS_EXHAUSTED]
    return advise_channel(spent[0], channel, name=name) if spent else None


def _step(delivery: Delivery, sentence: str, *, name: str, source: Source | None) -> Advice:
    reason = Reason(delivery.reason)
    place = _PLACES.get(reason) or _FIELDS.get(delivery.refused_field) or _to_the_source
    button, address, leaves = place(delivery, source)
    if not address:
        button, address = _("See the channel"), _row_of(delivery)
    return Advice(sentence, button % {"name": name}, address, leaves)


def _row_of(delivery: Delivery) -> str:
    """Return where everybody sees the channel, and who may settle it goes on from."""
    return f"{reverse('channels')}#channel-{delivery.channel_id}"


#: What the button says, where it leads ("": nowhere that is known), and whether that is elsewhere.
_Place = Callable[[Delivery, Source | None], tuple[str, str, bool]]


def _to_the_source(delivery: Delivery, source: Source | None) -> tuple[str, str, bool]:
    if source is None:
        return "", "", False
    button = _("Answer again") if source.is_answer else _("Open the post to mend it")
    return button, source.url, False


def _to_what_was_answered(delivery: Delivery, source: Source | None) -> tuple[str, str, bool]:
    if source is None or not source.is_answer:
        return _to_the_source(delivery, source)
    return _("See the conversation"), source.url, False


def _to_the_network(delivery: Delivery, source: Source | None) -> tuple[str, str, bool]:
    address = web_address(delivery.channel.url)
    return _("Open %(name)s"), address, bool(address)


def _to_the_channel(delivery: Delivery, source: Source | None) -> tuple[str, str, bool]:
    return "", "", False


_PLACES: dict[Reason, _Place] = {
    Reason.NEEDS_REVIEW: _to_the_channel,
    Reason.APP_MISCONFIGURED: _to_the_channel,
    Reason.BLOCKED: _to_the_network,
    Reason.MEDIA_UNREACHABLE: _to_the_channel,
    Reason.VERSION_RETIRED: _to_the_channel,
}
_FIELDS: dict[str, _Place] = {
    "reply_to": _to_what_was_answered,
    "place": _to_the_network,
    "address": _to_the_channel,
}
