"""What listening is called on its pages: subjects, purposes, grounds, themes of article 9."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beffroi.listening.rules import Purpose, Subject
from beffroi.listening.sensitive import Theme

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Called:
    """A choice on a page: its name, a line that explains it, its icon."""

    name: Words
    hint: Words
    icon: str = ""


SUBJECTS: Mapping[Subject, Called] = {
    Subject.BRAND: Called(_("My company"), _("its name, to answer"), "at-sign"),
    Subject.PRODUCT: Called(_("A product"), _("what we make or sell"), "sparkles"),
    Subject.PERSON: Called(_("A person"), _("somebody who speaks for us"), "user"),
    Subject.PLACE: Called(_("A place"), _("our shop, our street"), "flag"),
    Subject.COMPETITOR: Called(_("A competitor"), _("public pages only"), "scale"),
    Subject.TOPIC: Called(_("A subject"), _("what people look for"), "hash"),
}
PURPOSES: Mapping[Purpose, Called] = {
    Purpose.ANSWER: Called(_("To answer"), _("people who speak of us")),
    Purpose.REPUTATION: Called(_("To be warned"), _("know early what is said of us")),
    Purpose.MARKET: Called(_("To know the market"), _("what people look for, what others offer")),
}
#: As a sentence of the notice and of the record.
PURPOSE_SENTENCES: Mapping[Purpose, Words] = {
    Purpose.ANSWER: _("answer people who speak of us in public"),
    Purpose.REPUTATION: _("know what is said of us, and be warned early when something goes wrong"),
    Purpose.MARKET: _("know what people look for in our trade, and what others offer in public"),
}
SUBJECT_SENTENCES: Mapping[Subject, Words] = {
    Subject.BRAND: _("our name"),
    Subject.PRODUCT: _("our products"),
    Subject.PERSON: _("those who speak for us"),
    Subject.PLACE: _("our premises"),
    Subject.COMPETITOR: _("other companies of our trade"),
    Subject.TOPIC: _("subjects of our trade"),
}
LEGITIMATE_INTEREST: Words = pgettext_lazy("legal ground", "Legitimate interest")
THEMES: Mapping[Theme, Words] = {
    Theme.HEALTH: _("health"),
    Theme.RELIGION: _("religion"),
    Theme.OPINIONS: _("political or other opinions"),
    Theme.UNIONS: _("trade unions"),
    Theme.SEXUAL_LIFE: _("sexual life or orientation"),
    Theme.ORIGIN: _("origin"),
    Theme.BIOMETRICS: _("genes or biometrics"),
}
LANGUAGES: Mapping[str, Words] = {
    "fr": _("French"),
    "en": _("English"),
    "nl": _("Dutch"),
    "de": _("German"),
    "es": _("Spanish"),
    "it": _("Italian"),
    "pt": _("Portuguese"),
}
