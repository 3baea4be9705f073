"""Whom a visitor can be, and what each of them is there to show."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the made-up world; `icon` is one of the sprite's."""

    email: str
    name: str
    part: str | Promise
    about: str | Promise
    icon: str


FIRST = (
    Person(
        "claire@atelier-martin.example",
        "Claire Martin",
        _("Owner of Atelier Martin, a bakery"),
        _("Her morning: what waits, what to check, what to approve. She may do everything."),
        "sun",
    ),
    Person(
        "karim@atelier-martin.example",
        "Karim Benali",
        _("Editor at Atelier Martin"),
        _("He writes and answers. What he writes leaves once somebody has said yes."),
        "pencil",
    ),
    Person(
        "ines@atelier-martin.example",
        "Inès Lambert",
        _("Approver at Atelier Martin"),
        _("Two posts wait for her yes. She changes nothing, she decides."),
        "user-check",
    ),
    Person(
        "nadia@nova.example",
        "Nadia Haddad",
        _("Head of Nova, an agency"),
        _("Two clients, each in a workspace of its own. One of their channels lost its access."),
        "users",
    ),
)
OTHERS = (
    Person(
        "sophie@atelier-martin.example",
        "Sophie Carlier",
        _("Manager"),
        _("Runs everything but the workspace itself."),
        "settings",
    ),
    Person(
        "lucas@atelier-martin.example",
        "Lucas Duhem",
        _("Reader"),
        _("Sees, and touches nothing."),
        "eye",
    ),
    Person(
        "paul@cafe-delattre.example",
        "Paul Delattre",
        _("Client"),
        _("Approves what is said, and does not see the inbox."),
        "smile",
    ),
    Person(
        "zoe@fleurs-zoe.example",
        "Zoé Vasseur",
        _("Florist, from another house"),
        _("A stranger here: none of this exists for her."),
        "hand-heart",
    ),
)
ADDRESSES = frozenset(person.email for person in (*FIRST, *OTHERS))
