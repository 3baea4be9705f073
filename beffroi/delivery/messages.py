"""Says in sentences what became of a delivery, why, and what a person may do about it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from beffroi.channels import gateway
from beffroi.delivery.models import Delivery, Event
from beffroi.delivery.rules import LATE_TOLERANCE, Reason, Status


def explain(delivery: Delivery, *, name: str) -> str:
    """Return why `delivery` waits or failed, and what to do; `name` is its network's.

    Empty for a delivery that nothing keeps.
    """
    reason = Reason(delivery.reason)
    if reason is Reason.REFUSED:
        return explain_refusal(delivery.refused_field, delivery.refused_limit, name=name)
    if reason is Reason.CRASHED:
        return _explain_crash(delivery, name=name)
    if reason is Reason.REJECTED:
        return _explain_rejection(delivery.refused_field, name=name)
    if reason is Reason.APP_MISCONFIGURED:
        return _explain_closed(delivery, name=name)
    return {
        Reason.NONE: "",
        Reason.GONE: _(
            "It was published, and %(name)s no longer shows it: %(name)s took it away, or somebody "
            "deleted it there. It does not say which."
        ),
        Reason.LATE: _(
            "It could not leave when it was due, and it is more than %(hours)s hours late. "
            "Nothing was sent: you decide whether it still makes sense."
        ),
        Reason.PAUSED: _(
            "All posts were paused when it was due. Nothing was sent: you decide whether it still "
            "makes sense."
        ),
        Reason.RESTORED: _(
            "Beffroi was restored from a backup that is older than this delivery. %(name)s was "
            "searched twice and does not have it. Nothing leaves again without your word."
        ),
        Reason.CANNOT_LOOK_UP: _(
            "%(name)s received it, then gave no answer, and cannot tell us what became of it. "
            "Nothing was sent again: that would risk publishing it twice."
        ),
        Reason.NEEDS_REVIEW: _(
            "%(name)s must first approve your developer app; until then it takes nothing. "
            "Nothing was published."
        ),
        Reason.BLOCKED: _(
            "%(name)s restricts what this account may publish. Open %(name)s: it says there why, "
            "for how long, or what to confirm first. Nothing was published."
        ),
        Reason.DUPLICATE: _(
            "%(name)s says that the very same text is there already. Nothing was published a "
            "second time. Change a few words if it is to appear again."
        ),
        Reason.MEDIA_UNREACHABLE: _(
            "%(name)s fetches files from Beffroi itself, and could not reach it. The public "
            "address of this installation must answer from outside. Nothing was published."
        ),
        Reason.VERSION_RETIRED: _(
            "%(name)s no longer answers this version of Beffroi: whoever runs it must update it. "
            "Nothing was published."
        ),
    }[reason] % {"name": name, "hours": LATE_TOLERANCE // timedelta(hours=1)}


def _explain_closed(delivery: Delivery, *, name: str) -> str:
    """Tell a developer app that is refused from a server of one's own that lets no program in."""
    sentence = _(
        "%(name)s refused the developer app that is set up here. Check its ID and its secret, "
        "under Channels. Nothing was published."
    )
    if not gateway.home(delivery.channel.network):
        sentence = _(
            "%(name)s no longer lets programs in: its interface or its passwords for applications "
            "were switched off, often by a security plugin. Whoever looks after it can switch "
            "them on. Nothing was published."
        )
    return sentence % {"name": name}


def explain_refusal(field: str, limit: int | None, *, name: str) -> str:
    """Return what a network refused and how to mend it. Nothing of it was published."""
    known = _refusals_with_limit() if limit is not None else {}
    sentence = known.get(field) or _refusals().get(field)
    if sentence is None:
        sentence = _("%(name)s refused it without saying why. Change it, then try again.")
    return sentence % {"name": name, "limit": intcomma(limit)}


def tell(event: Event, *, name: str) -> str:
    """Return one line of a delivery's history; `name` is its network's."""
    actor = str(event.actor) if event.actor else _("Somebody")
    return {
        Event.Kind.SCHEDULED: _("Planned"),
        Event.Kind.CHANGED: _("Changed by %(actor)s"),
        Event.Kind.CALLED: _("Handed over to %(name)s"),
        Event.Kind.NO_ANSWER: _("No complete answer from %(name)s. It may be online or not"),
        Event.Kind.NOT_SENT: _("%(name)s took nothing. It is tried again by itself"),
        Event.Kind.LOOKED_UP_ABSENT: _("Searched on %(name)s: not there"),
        Event.Kind.LOOKED_UP_FOUND: _("Searched on %(name)s: it is there, published"),
        Event.Kind.LOOKUP_FAILED: _("Searched on %(name)s, which could not tell"),
        Event.Kind.PUBLISHED: _("Published, confirmed by %(name)s"),
        Event.Kind.REFUSED: _("Refused by %(name)s"),
        Event.Kind.HELD: _("Held back. Nothing was sent"),
        Event.Kind.ASKED: _("You are asked"),
        Event.Kind.CONFIRMED: _("%(actor)s saw it online"),
        Event.Kind.SENT_AGAIN: _("%(actor)s let it leave"),
        Event.Kind.CANCELLED: _("Given up by %(actor)s") if event.actor else _("Given up"),
        Event.Kind.RESTORED: _("Beffroi was restored from a backup"),
        Event.Kind.SEEN: _("%(actor)s took note"),
        Event.Kind.TAKEN_AWAY: _("%(name)s no longer shows it"),
        Event.Kind.LET_THROUGH: _("%(actor)s lets it leave in spite of the pause"),
        Event.Kind.KEPT_BACK: _("%(actor)s keeps it back while posts are paused"),
    }[Event.Kind(event.kind)] % {"name": name, "actor": actor}


def _explain_crash(delivery: Delivery, *, name: str) -> str:
    if delivery.state is Status.HELD:
        return _(
            "Beffroi stopped several times while it prepared this. Nothing was sent: "
            "you decide whether it leaves."
        )
    sentence = _(
        "Beffroi stopped several times after it had handed this over to %(name)s. It may be "
        "online. Nothing was sent again: that would risk publishing it twice."
    )
    return sentence % {"name": name}


def _explain_rejection(field: str, *, name: str) -> str:
    """Return why a network took away what it had published, and what to do."""
    known = {
        "text": _(
            "%(name)s accepted it, then took it away for what it says or shows. Change it, then "
            "publish it again."
        ),
        "media": _(
            "%(name)s accepted it, then took it away: it refuses the picture or the video. "
            "Replace it, then publish it again."
        ),
    }
    unsaid = _(
        "%(name)s accepted it, then took it away. It may say why in its own pages. Change it, then "
        "publish it again."
    )
    return known.get(field, unsaid) % {"name": name}


def _refusals() -> dict[str, str]:
    return {
        "text": _("%(name)s refused the text. Change it, then try again."),
        "media": _(
            "%(name)s refused the files: too many, too heavy, too small, or of a kind that it does "
            "not take. Choose others, then try again."
        ),
        "alt_text": _("%(name)s refused the description of a picture. Shorten it, then try again."),
        "language": _("%(name)s does not know this language. Choose another, then try again."),
        "title": _("%(name)s refused the title. Change it, then try again."),
        "tags": _("%(name)s refused the keywords. Remove some, then try again."),
        "reply_to": _(
            "%(name)s takes no answer there: what you answered is gone, closed to answers, or its "
            "time for answers is over. Nothing was published."
        ),
        "own_post": _(
            "Beffroi does not know where your post stands on %(name)s: a person said that it is "
            "there. The comment was not published: you can write it there yourself."
        ),
        "place": _(
            "%(name)s no longer finds what this channel publishes to: the page, the place or the "
            "site was removed, or is no longer shown to you. Nothing was published."
        ),
        "address": _(
            "The address of this channel’s server leads inside a private network: "
            "Beffroi does not call it. Nothing was published."
        ),
    }


def _refusals_with_limit() -> dict[str, str]:
    return {
        "text": _("%(name)s refused the text: it takes %(limit)s characters at most. Shorten it."),
        "title": _(
            "%(name)s refused the title: it takes %(limit)s characters at most. Shorten it."
        ),
        "tags": _(
            "%(name)s refused the keywords: together they take %(limit)s characters at most. "
            "Remove some."
        ),
        "alt_text": _(
            "%(name)s refused the description of a picture: it takes %(limit)s characters at most. "
            "Shorten it."
        ),
    }
