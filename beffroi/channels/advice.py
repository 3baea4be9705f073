"""Says what keeps a channel from working whole: one sentence, and one step to take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beffroi.channels.findings import findings_of, to_settle
from beffroi.channels.models import Channel
from beffroi.core.foreign import web_address
from beffroi.networks.contracts import Diagnosis, DiagnosisCode


@dataclass(frozen=True, slots=True)
class Advice:
    """A sentence and the button that leads on. `leaves` is true where it leads to another site.

    `button` is "" where no page of ours or theirs helps.
    """

    sentence: str
    button: str
    address: str
    leaves: bool


def advise(found: Diagnosis, channel: Channel, *, name: str) -> Advice:
    """Return what to do about a finding; `name` is the network's."""
    sentence, button, place = _STEPS[found.code]
    there = web_address(found.url) or channel.url
    address = _PLACES[place](channel) or there
    return Advice(
        sentence=sentence() % {"name": name, "detail": _detail(found)},
        button=button() % {"name": name},
        address=address or reverse("channels"),
        leaves=bool(address) and address == there,
    )


def _detail(found: Diagnosis) -> str:
    """Return what a sentence says of a finding; a day is written as the reader writes days."""
    if found.code is DiagnosisCode.VERSION_ENDING:
        return date_format(date.fromisoformat(found.detail))
    return found.detail


def first_step(channel: Channel, *, name: str) -> Advice:
    """Return what to do first about a channel whose findings ask for a person.

    Of several, the first is told, and the button leads to where all of them are.
    """
    found = to_settle(findings_of(channel))
    if len(found) == 1 and (only := advise(found[0], channel, name=name)).button:
        return only
    unnamed = _("%(name)s no longer gives Beffroi everything that it needs.") % {"name": name}
    return Advice(
        sentence=advise(found[0], channel, name=name).sentence if found else unnamed,
        button=_("See what to do"),
        address=reverse("channel_doctor", args=[channel.pk]),
        leaves=False,
    )


def explain_loss(channel: Channel, *, name: str) -> str:
    """Return what is missing over there, "" when the access is simply no longer accepted."""
    telling = {
        DiagnosisCode.CONSENT_WITHDRAWN,
        DiagnosisCode.ROLE_MISSING,
        DiagnosisCode.SCOPE_MISSING,
        DiagnosisCode.SOURCE_GONE,
        DiagnosisCode.LINK_MISSING,
    }
    found = next((one for one in findings_of(channel) if one.code in telling), None)
    return advise(found, channel, name=name).sentence if found else ""


_PLACES: dict[str, Callable[[Channel], str]] = {
    "reconnect": lambda channel: reverse("channel_reconnect", args=[channel.pk]),
    "anew": lambda channel: reverse("channel_connect", args=[channel.network]),
    "app": lambda channel: reverse("network_app", args=[channel.network]),
    "there": lambda channel: "",
    "": lambda channel: "",
}
_Words = Callable[[], str]
#: What is wrong, what the button says, where it leads. Looked up when said, in the reader's words.
_STEPS: dict[DiagnosisCode, tuple[_Words, _Words, str]] = {
    DiagnosisCode.ACCESS_LOST: (
        lambda: _("%(name)s no longer takes our access: nothing leaves and nothing is read."),
        lambda: _("Connect again"),
        "reconnect",
    ),
    DiagnosisCode.CONSENT_WITHDRAWN: (
        lambda: _(
            "Whoever connected it took their consent back on %(name)s, and Beffroi deleted the "
            "access, as asked: nothing leaves and nothing is read."
        ),
        lambda: _("Connect again"),
        "reconnect",
    ),
    DiagnosisCode.SCOPE_MISSING: (
        lambda: _(
            "Permissions are missing: %(detail)s. Connect again and allow all that is asked."
        ),
        lambda: _("Connect again"),
        "reconnect",
    ),
    DiagnosisCode.ROLE_MISSING: (
        lambda: _(
            "Your account no longer has the role that it takes there. Whoever manages it on "
            "%(name)s can give it back."
        ),
        lambda: _("Open %(name)s"),
        "there",
    ),
    DiagnosisCode.LINK_MISSING: (
        lambda: _(
            "This account is no longer linked with the Facebook Page through which it was "
            "connected: nothing leaves and nothing is read. Link them again in the settings of the "
            "Page, under its linked accounts, then connect again here."
        ),
        lambda: _("Open the Page"),
        "there",
    ),
    DiagnosisCode.REVIEW_REQUIRED: (
        lambda: _(
            "%(name)s must first approve your developer app. The guide says what to send and how "
            "long it takes."
        ),
        lambda: _("See the app"),
        "app",
    ),
    DiagnosisCode.QUOTA_EXHAUSTED: (
        lambda: _("The quota of the day is used up on %(name)s. All goes on by itself after it."),
        lambda: _("Open %(name)s"),
        "there",
    ),
    DiagnosisCode.CREDITS_EXHAUSTED: (
        lambda: _("The credits of your developer app are used up: %(name)s answers nothing more."),
        lambda: _("Buy credits on %(name)s"),
        "there",
    ),
    DiagnosisCode.PUBLIC_ADDRESS_NEEDED: (
        lambda: _(
            "%(name)s fetches files from Beffroi itself, and this installation has no public "
            "address: posts with pictures or videos do not leave. Whoever runs it sets one in "
            "BEFFROI_PUBLIC_URL, as the guide “Install” says."
        ),
        lambda: "",
        "",
    ),
    DiagnosisCode.NOT_TOLD_AT_ONCE: (
        lambda: _(
            "%(name)s cannot tell Beffroi at once what is new: this installation has no public "
            "address. Beffroi reads it regularly all the same, and answers come a little later. "
            "Whoever runs it may set one in BEFFROI_PUBLIC_URL, as the guide “Install” says."
        ),
        lambda: "",
        "",
    ),
    DiagnosisCode.APP_MISCONFIGURED: (
        lambda: _("%(name)s does not know your developer app as it is set here. Check it."),
        lambda: _("See the app"),
        "app",
    ),
    DiagnosisCode.VERSION_RETIRED: (
        lambda: _("%(name)s no longer answers this version of Beffroi: it must be updated."),
        lambda: _("Open %(name)s"),
        "there",
    ),
    DiagnosisCode.VERSION_ENDING: (
        lambda: _(
            "%(name)s stops answering this version of Beffroi on %(detail)s. Ask the person who "
            "looks after it to update it before."
        ),
        lambda: _("Read what %(name)s says"),
        "there",
    ),
    DiagnosisCode.TESTING_MODE: (
        lambda: _(
            "Your app is in testing on %(name)s: each consent dies after seven days. Publish the "
            "app there, then connect again."
        ),
        lambda: _("See the app"),
        "app",
    ),
    DiagnosisCode.NOT_VERIFIED: (
        lambda: _("%(name)s has not verified this place: it takes no post and no answer before."),
        lambda: _("Open %(name)s"),
        "there",
    ),
    DiagnosisCode.READERS_REFUSED: (
        lambda: _(
            "This site refuses programs that read it. Ask it to let feed readers in, or choose "
            "another source; what was read stays."
        ),
        lambda: _("Open the site"),
        "there",
    ),
    DiagnosisCode.SOURCE_GONE: (
        lambda: _(
            "This source is gone: its site says so, or has not found it for a week. Add its new "
            "address if it has one, then disconnect this channel; what was read stays."
        ),
        lambda: _("Add its new address"),
        "anew",
    ),
    DiagnosisCode.RESTRICTED: (
        lambda: _("%(name)s restricts this account. It says there why and for how long."),
        lambda: _("Open %(name)s"),
        "there",
    ),
}
