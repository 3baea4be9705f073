"""What words of a table say of an order: its state, yes and no. Pure."""

from __future__ import annotations

from beffroi.archives.readers.tables import folded
from beffroi.sales.orders.told import Stage

#: Parts of words in French and English; the first that is found decides.
_PARTS: tuple[tuple[Stage, tuple[str, ...]], ...] = (
    (Stage.DONE, ("partially refunded", "partiellement rembours", "remboursement partiel",
                  "partially-refunded")),
    (Stage.REFUNDED, ("refund", "rembours")),
    (Stage.CANCELLED, ("cancel", "annul", "void", "trash", "corbeille", "retract")),
    (Stage.FAILED, ("fail", "echou", "echec", "error", "erreur", "refus", "declin", "expired",
                    "expire")),
    (Stage.WAITING, ("attente", "pending", "await", "on hold", "on-hold", "authorized", "unpaid",
                     "impay", "non pay", "partially paid", "not paid", "a payer", "draft",
                     "brouillon")),
)  # fmt: skip
_YES = frozenset({"oui", "yes", "true", "vrai", "1", "new", "nouveau", "nouvelle", "o", "y"})
_NO = frozenset({"non", "no", "false", "faux", "0", "returning", "recurrent", "fidele", "n"})


def stage_of(word: str) -> Stage:
    """Return how far an order is; a word that says nothing of it is of a sale that was made."""
    plain = folded(word)
    found = (stage for stage, parts in _PARTS if any(part in plain for part in parts))
    return next(found, Stage.PAID)


def yes_or_no(word: str) -> bool | None:
    """Return what a cell answers; None where it answers nothing that is known."""
    plain = folded(word)
    if plain in _YES:
        return True
    return False if plain in _NO else None
