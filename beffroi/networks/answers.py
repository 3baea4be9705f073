"""How long an answer is, against the limit of what it answers. Pure."""

from __future__ import annotations

from dataclasses import replace

from beffroi.networks.contracts import FeedbackKind, TextCount
from beffroi.networks.declarations import Limits
from beffroi.networks.port import Network


def count_answer(
    network: Network, text: str, *, kind: FeedbackKind | None, limits: Limits
) -> TextCount:
    """Count an answer to what came as `kind`; `limits` are those of the server's posts."""
    bound = network.declaration.answers.get(kind) if kind else None
    if bound is None:
        return network.count_text(text, limits=limits)
    if bound.is_in_bytes:
        return TextCount(used=len(text.encode(errors="replace")), limit=bound.text_max)
    return network.count_text(text, limits=replace(limits, text_max=bound.text_max))
