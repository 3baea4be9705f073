"""The words of the table of capabilities, in both languages of the documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What one language says."""

    title: str
    intro: str
    outro: str
    abilities: str
    limits: str
    rules: str
    terms: Mapping[str, str]
    thousands: str
    hours_form: str
    until_form: str

    def of(self, term: str) -> str:
        """Return the word for a term. Raises KeyError for one that nobody has translated."""
        return self.terms[term]

    def number(self, value: int) -> str:
        """Write a whole number."""
        return f"{value:,}".replace(",", self.thousands)

    def hours(self, hours: int) -> str:
        """Write a span of hours."""
        return self.hours_form.format(hours)

    def until(self, day: str) -> str:
        """Write the end of something."""
        return self.until_form.format(day)


ENGLISH = Words(
    title="What each network allows",
    intro=(
        "This page is written from the program itself. “Verified by” says how: on the network’s "
        "own software, against the vendor’s machine-readable specification, or on a simulator "
        "built from the vendor’s documentation. No account of the large networks was used: their "
        "answers may differ from what they document."
    ),
    outro=(
        "Beffroi applies these rules by itself: see [what is kept, and for how long](privacy.md)."
        "\n\n"
        "“Moderate” is about what others write. A post that is online is neither changed nor "
        "deleted from Beffroi yet: do it on the network.\n\n"
        "“—” means that the network does not offer it, or that we do not use it.\n"
    ),
    abilities="Abilities",
    limits="Limits",
    rules="What its rules allow with what others write there",
    terms={
        "network": "network",
        "publish": "publish",
        "read": "read",
        "answer": "answer",
        "moderate": "moderate",
        "counters": "counters",
        "told at once": "tells at once",
        "gate": "what it takes",
        "verified by": "verified by",
        "text at most": "text at most",
        "pictures": "pictures",
        "interface": "interface",
        "read on": "source, read on",
        "contacts": "contacts",
        "export": "export",
        "kept for": "kept at most",
        "read again within": "read again within",
        "deletions within": "deletions followed within",
        "yes": "yes",
        "no": "no",
        "unconfirmed": "quoted by others",
        "text": "text",
        "video": "video",
        "document": "document",
        "reel": "reel",
        "story": "story",
        "hide": "hide",
        "remove": "delete",
        "block": "block the author",
        "report": "report",
        "of posts": "of posts",
        "of the account": "of the account",
        "listens": "listens",
        "stream": "public posts as they come",
        "source feed": "feeds",
        "source hashtag": "hashtags",
        "source search": "words",
        "source account": "accounts",
        "person": "a member’s own",
        "replies": "replies",
        "mentions": "mentions",
        "private mentions": "private mentions",
        "comments": "comments",
        "comments held for review": "comments held for review",
        "visitor posts": "visitors’ posts",
        "private messages": "private messages",
        "messages": "private messages",
        "tags": "tags",
        "reviews": "reviews",
        "articles": "articles",
        "open": "an account",
        "own_app": "an app of your own",
        "own_app_then_review": "an app of your own; approval for a part",
        "approval_first": "the vendor’s approval first",
        "paid": "an app of your own; calls cost money",
        "real_server": "its own software",
        "vendor_specification": "vendor’s specification",
        "documentation": "documentation",
    },
    thousands=",",
    hours_form="{} h",
    until_form=", until {}",
)
FRENCH = Words(
    title="Ce que chaque réseau permet",
    intro=(
        "Cette page est écrite à partir du programme lui-même. «\u00a0Vérifié par\u00a0» dit "
        "comment\u00a0: sur le logiciel même du réseau, contre la spécification lisible par "
        "machine de l’éditeur, ou sur un simulateur bâti d’après la documentation de l’éditeur. "
        "Aucun compte des grands réseaux n’a servi\u00a0: leurs réponses peuvent différer de ce "
        "qu’ils documentent."
    ),
    outro=(
        "Beffroi applique ces règles de lui-même\u00a0: voir [ce qui est gardé, et combien de "
        "temps](privacy.md).\n\n"
        "«\u00a0Modérer\u00a0» porte sur ce que d’autres écrivent. Une publication en ligne ne se "
        "modifie ni ne se supprime encore depuis Beffroi\u00a0: faites-le sur le réseau.\n\n"
        "«\u00a0—\u00a0» veut dire que le réseau ne l’offre pas, ou que nous ne l’utilisons pas.\n"
    ),
    abilities="Possibilités",
    limits="Limites",
    rules="Ce que ses règles permettent avec ce que d’autres y écrivent",
    terms={
        "network": "réseau",
        "publish": "publier",
        "read": "lire",
        "answer": "répondre",
        "moderate": "modérer",
        "counters": "compteurs",
        "told at once": "prévient aussitôt",
        "gate": "ce qu’il faut",
        "verified by": "vérifié par",
        "text at most": "texte au plus",
        "pictures": "photos",
        "interface": "interface",
        "read on": "source, lue le",
        "contacts": "contacts",
        "export": "export",
        "kept for": "gardé au plus",
        "read again within": "relu sous",
        "deletions within": "suppressions suivies sous",
        "yes": "oui",
        "no": "non",
        "unconfirmed": "cité par d’autres",
        "text": "texte",
        "video": "vidéo",
        "document": "document",
        "reel": "reel",
        "story": "story",
        "hide": "masquer",
        "remove": "supprimer",
        "block": "bloquer l’auteur",
        "report": "signaler",
        "of posts": "des publications",
        "of the account": "du compte",
        "listens": "écoute",
        "stream": "publications publiques au fil de l’eau",
        "source feed": "flux",
        "source hashtag": "mots-dièse",
        "source search": "mots",
        "source account": "comptes",
        "person": "compte d’un membre",
        "replies": "réponses",
        "mentions": "mentions",
        "private mentions": "mentions privées",
        "comments": "commentaires",
        "comments held for review": "commentaires retenus",
        "visitor posts": "publications de visiteurs",
        "private messages": "messages privés",
        "messages": "messages privés",
        "tags": "identifications",
        "reviews": "avis",
        "articles": "articles",
        "open": "un compte",
        "own_app": "une application à vous",
        "own_app_then_review": "une application à vous\u202f; un accord pour une partie",
        "approval_first": "d’abord l’accord de l’éditeur",
        "paid": "une application à vous\u202f; les appels se paient",
        "real_server": "son propre logiciel",
        "vendor_specification": "spécification de l’éditeur",
        "documentation": "documentation",
    },
    thousands="\u202f",
    hours_form="{}\u00a0h",
    until_form=", jusqu’au {}",
)
WORDS = {"fr": FRENCH, "en": ENGLISH}
