"""Pages for what went wrong: a calm sentence and what to do. They never ask the database."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beffroi.core.bodies import answer_to_too_much, is_for_machines
from beffroi.web.preferences import theme_of

Text = str | Promise


@dataclass(frozen=True)
class Explanation:
    """What happened and what to do, in words that blame nobody."""

    title: Text
    text: Text
    advice: Text
    icon: str = "circle-help"


EXPLANATIONS: dict[int, Explanation] = {
    400: Explanation(
        _("We did not understand this request"),
        _("Something in it is incomplete or out of place. Nothing was changed."),
        _("Go back, reload the page and try again."),
    ),
    403: Explanation(
        _("This page is not open to you"),
        _("Your role in this workspace does not include it. Nothing was changed."),
        _("If you need it, ask an owner of the workspace to change your role."),
        "lock",
    ),
    404: Explanation(
        _("This page does not exist, or no longer"),
        _("The address may be incomplete, or what it showed was removed."),
        _("Go back to Today: everything that waits for you is there."),
        "search",
    ),
    405: Explanation(
        _("This address cannot be opened like this"),
        _("It only answers to a button of Beffroi. Nothing was changed."),
        _("Go back to the page you came from and use its button."),
    ),
    410: Explanation(
        _("This was erased meanwhile"),
        _("Somebody erased it while your page was open. Nothing was sent, nothing was changed."),
        _("Go back to Today: everything that waits for you is there."),
        "search",
    ),
    413: Explanation(
        _("What you sent is too heavy"),
        _("Beffroi stopped before its end. Nothing was kept, nothing was changed."),
        _("Make it lighter, or send its parts one after another."),
        "upload",
    ),
    500: Explanation(
        _("Something broke on our side"),
        _("It was noted with its time. Posts and answers under way are not lost or sent twice."),
        _("Try again in a minute. If it lasts, tell the person who looks after Beffroi."),
        "octagon-alert",
    ),
    503: Explanation(
        _("Beffroi is catching its breath"),
        _("The database does not answer right now. What was planned will leave once it is back."),
        _("Reload this page in half a minute."),
        "hourglass",
    ),
    507: Explanation(
        _("There is no room left for this"),
        _("The disk of this installation is almost full. Nothing was kept, nothing was changed."),
        _("Ask the person who looks after Beffroi to make room, then send it again."),
        "upload",
    ),
}
#: Of a page that anybody may read: whoever comes has perhaps nothing to do with Beffroi.
GONE_FOR_STRANGERS = Explanation(
    _("There is nothing at this address, or no longer"),
    _("It may be incomplete, or whoever published this page took it back."),
    _("Ask those who gave you the address, or look for the new one on their site."),
    "search",
)
#: Of a form: whether what it was about was erased or never theirs must not show.
GONE_FOR_SENDERS = Explanation(
    _("What this was about is no longer here"),
    _("It was erased or removed while your page was open."),
    _("Go back to Today: everything that waits for you is there."),
    "search",
)
FORM_EXPIRED = Explanation(
    _("This form has waited too long"),
    _("For your safety, a form is only valid for the session that opened it. Nothing was sent."),
    _("Go back, reload the page and send it again. Copy your text first if it is long."),
    "hourglass",
)


def too_heavy(bytes_max: int) -> Explanation:
    """Return the same as for any 413, with what is taken there."""
    advice = _(
        "At most %(limit)s MB are taken here: make it lighter, or send its parts one after "
        "another. If you were signed out meanwhile, sign in first: files are only taken from "
        "people who are."
    )
    limit = {"limit": max(1, bytes_max // 1_000_000)}
    return replace(EXPLANATIONS[413], advice=str(advice) % limit)


def refusal(request: HttpRequest, status: int, bytes_max: int) -> HttpResponse:
    """Answer what was not taken in: 413, above `bytes_max`, or for want of room or database."""
    if status == 413 and (answer := answer_to_too_much(request)):
        return answer
    if is_for_machines(request):
        return HttpResponse(status=status)
    explanation = too_heavy(bytes_max) if status == 413 else None
    return error_page(request, status, explanation=explanation)


def error_page(
    request: HttpRequest, status: int, *, explanation: Explanation | None = None
) -> HttpResponse:
    """Return the page of an error; no database, no session, no context processor is touched."""
    context = {
        "is_for_strangers": explanation is GONE_FOR_STRANGERS,
        "error": explanation or EXPLANATIONS[status],
        "status": status,
        "LANGUAGE_CODE": get_language(),
        "theme": theme_of(request),
    }
    return HttpResponse(render_to_string("web/error.html", context), status=status)
