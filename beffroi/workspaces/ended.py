"""What whoever writes is told when their session has ended meanwhile: nothing written is lost."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: The fields in which people write, and what they are called; the others go back unseen. A name
#: that ends in “_” is how several begin, one that begins with “-” is how several end.
_WORDS = {
    "text": _("Text"),
    "own_text_": _("Version for one channel"),
    "first_comment": _("First comment"),
    "alt_text_": _("Description of a file"),
    "content_warning": _("Content warning"),
    "note": _("Internal note"),
    "why": _("Why they should look"),
    "words": _("In your words"),
    "source": _("Where the proof is"),
    "subject": _("Subject"),
    "addresses": _("Mail addresses of your customers"),
    "sites": _("Your sites that may show it in a frame"),
    "own_words": _("Your own sentences"),
    "sentence": _("What to tell customers"),
    "returns": _("Returns and refunds"),
    "went_well": _("What went well"),
    "went_wrong": _("What went wrong"),
    "to_change": _("What we change, who does it, by when"),
    "conditions": _("Conditions"),
    "campaign_note": _("Note"),
    "how": _("How to take part"),
    "entrants": _("Who took part"),
    "shipping": _("Delivery"),
    "booking": _("Booking and cancelling"),
    "after_sales": _("After-sales service"),
    "coming": _("Parking and access"),
    "address": _("Postal address"),
    "signature": _("First name that signs answers"),
    "moderator": _("Who moderates"),
    "balance_": _("Balancing test"),
    "typed_": _("What a watch looks for"),
    "formula": _("What a watch looks for"),
    "day_": _("Opening hours"),
    "name": _("Name"),
    "report_words": _("The month in a few sentences"),
    "report_gestures": _("What to do next"),
    "relay_words": _("Words to share"),
    "relay_why": _("Why it would help"),
    "disclosure": _("What a shared text says of your colleague"),
    "closing_words": _("When would you close it, and how?"),
    "opening_reason": _("Why open it all the same?"),
    "url": _("Address where a review is written"),
    "readers_get": _("What do people get from following you?"),
    "we_say": _("We say"),
    "we_do_not_say": _("We do not say"),
    "-name": _("Name"),
    "-who": _("Who they are"),
    "-wants": _("What they want of you"),
    "-reached": _("Where and when you meet them"),
    "-why": _("Why"),
    "-gave_back": _("What it gave back"),
}
#: What is in the name of a field that no page may hold; half a form is not worth sending again.
_SECRET = ("password", "secret", "credential", "api_key", "code")
_NEVER_SHOWN = frozenset({"csrfmiddlewaretoken"})


def is_fragment(request: HttpRequest) -> bool:
    """Tell whether a part of a page is asked for."""
    return request.headers.get("HX-Request") == "true"


def holds_words(request: HttpRequest) -> bool:
    """Tell whether somebody has written what this request sends, and may have it back."""
    if request.method != "POST" or any(part in name for name in request.POST for part in _SECRET):
        return False
    return any(_is_written(name, str(value)) for name, value in request.POST.items())


def fragment(request: HttpRequest) -> HttpResponse:
    """Ask to sign in elsewhere; the page that is open stays as it is."""
    return _notice(request, status=401)


def fresh_fragment(request: HttpRequest) -> HttpResponse:
    """Give the open page's forms the token of the session that has begun since."""
    return _notice(request, status=409)


def page(request: HttpRequest, *, status: int) -> HttpResponse:
    """Give back what was sent and could not be taken, ready to be sent again."""
    given = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NEVER_SHOWN
        for value in values
    ]
    context = {
        "words": [(_called(name), value) for name, value in given if _is_written(name, str(value))],
        "given": given,
        "has_files": bool(request.FILES),
        "address": request.get_full_path(),
        "sign_in": _sign_in(),
    }
    return render(request, "workspaces/session_ended.html", context, status=status)


def _is_written(name: str, value: str) -> bool:
    return _called(name) is not None and bool(value.strip())


def _called(name: str) -> str | Promise | None:
    several = (called for part, called in _WORDS.items() if _bears(name, part))
    return _WORDS.get(name) or next(several, None)


def _bears(name: str, part: str) -> bool:
    if part.startswith("-"):
        return name.endswith(part)
    return part.endswith("_") and name.startswith(part)


def _notice(request: HttpRequest, *, status: int) -> HttpResponse:
    context = {"sign_in": _sign_in()}
    answer = render(request, "workspaces/parts/session_ended.html", context, status=status)
    answer.headers["HX-Retarget"] = "#toasts"
    answer.headers["HX-Reswap"] = "innerHTML"
    answer.headers["HX-Reselect"] = ".toast"
    return answer


def _sign_in() -> str:
    return reverse("account_login")
