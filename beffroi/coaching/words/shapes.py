"""How the words of a part are held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from beffroi.strategy.barometer.parts import Dimension

Text = str | Promise


@dataclass(frozen=True, slots=True)
class PartWords:
    """What a part is called, its rule, what was read, where from, and where it is won.

    `read` has a placeholder for each input of the part.
    """

    label: Text
    rule: Text
    read: Text
    source: Text
    gesture: Text
    url_name: str


Words = Mapping[tuple[Dimension, str], PartWords]
