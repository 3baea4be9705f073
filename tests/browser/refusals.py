"""What a browser is refused: words sent too late, and the pages of the door of the server.

The server of these checks has no such door (`beffroi.web.receiving`): it has addresses here, as
has the page with a chart of every kind.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from beffroi.web.errors import error_page, too_heavy
from beffroi.workspaces.access import public
from tests.charts.page import page as charts

_TAKEN_BYTES = 512_000_000
#: A post with a version for one channel, sent when the session has ended.
POST = {
    "text": (
        "Samedi, la fournée de 7 h sera plus grande : nos brioches partent avant 9 h.\n\n"
        "Réservez la vôtre avant vendredi soir, au comptoir ou ici. À samedi !"
    ),
    "own_text_1": "Brioches de samedi : réservez avant vendredi soir.",
    "alt_text_4": "Quatre brioches dorées sur une plaque, à la sortie du four.",
    "channels": "1",
    "intent": "schedule",
}
ANSWER = {"text": "Bonjour Julien, dès 6 h 30. Avant 9 h, c’est tranquille."}


@public
def refused(request: HttpRequest, status: int) -> HttpResponse:
    """Answer as the door does."""
    explanation = too_heavy(_TAKEN_BYTES) if status == 413 else None
    return error_page(request, status, explanation=explanation)


handler400 = "beffroi.web.views.bad_request"
handler403 = "beffroi.web.views.forbidden"
handler404 = "beffroi.web.views.not_found"
handler500 = "beffroi.web.views.broken"
urlpatterns = [
    path("refused/<int:status>/", refused),
    path("charts/", charts),
    path("", include("beffroi.config.urls")),
]
