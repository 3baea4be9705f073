"""What automatic answers say: what is offered at first, places filled, whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from beffroi.company.queries import called
from beffroi.inbox import places, rules
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import AutomaticAnswer
from beffroi.workspaces.models import Workspace

#: What strangers chose to be called is never repeated by itself: there is no place for a name.
PLACES = ("ouverture", "entreprise")
TEXT_MAX = 500
#: So many take turns; with one alone, two in a row could not differ.
VARIANTS_MIN, VARIANTS_MAX = 2, 12


def offered(kind: str, *, language: str) -> list[str]:
    """Return what stands in the form at first, in a language."""
    with translation.override(language):
        if kind == AutomaticAnswer.Kind.HOURS:
            return [
                _(
                    "Hello, nobody is here just now: we open {ouverture} and answer you then. "
                    "This is an automatic message from {entreprise}."
                )
            ]
        return [
            _("Thank you very much for these stars! See you soon."),
            _("A big thank-you for your rating, it encourages the whole team."),
            _("Thank you for taking a moment to rate us. We look forward to seeing you again!"),
            _("Your stars made our day: thank you, and see you soon."),
            _("Thank you for your trust!"),
            _("Many thanks for this rating. The whole team is delighted."),
        ]


def checked(kind: str, typed: str) -> list[str]:
    """Return the texts that were typed, of thanks one a line. Raises CannotKeep.

    Nobody is there to fill a gap between brackets.
    """
    lines = [typed] if kind == AutomaticAnswer.Kind.HOURS else typed.split("\n")
    found = [rules.typed_text(line.replace("\0", "")) for line in lines]
    found = list(dict.fromkeys(text for text in found if text))
    if not found:
        raise CannotKeep("no_words")
    if any(len(text) > TEXT_MAX for text in found) or len(found) > VARIANTS_MAX:
        raise CannotKeep("too_long")
    allowed = PLACES if kind == AutomaticAnswer.Kind.HOURS else PLACES[1:]
    unknown = tuple(name for name in places.named("\n".join(found)) if name not in allowed)
    if unknown:
        raise CannotKeep("unknown", words=unknown)
    if gaps := rules.gaps_in("\n".join(found)):
        raise CannotKeep("to_fill", words=gaps)
    if kind == AutomaticAnswer.Kind.THANKS and len(found) < VARIANTS_MIN:
        raise CannotKeep("too_few")
    return found


def filled(text: str, *, workspace: Workspace, opening: str = "") -> str:
    """Return a text with who we are, and when we open."""
    return places.filled(
        text, {"ouverture": opening, "entreprise": called(workspace)}, known=PLACES
    )


def next_of(variants: Sequence[str], *, last: str | None) -> str:
    """Return the text whose turn it is after `last`."""
    after = variants.index(last) + 1 if last in variants else 0
    return variants[after % len(variants)]
