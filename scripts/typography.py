"""How French and English sentences of the product are punctuated. Pure: text in, faults out.

French follows the usage of the Imprimerie nationale: a narrow no-break space before ; ! ?, a
no-break space before : and inside « ». Both languages use the curly apostrophe and real quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

NARROW = "\u202f"
WIDE = "\u00a0"

TAG = re.compile(r"<[^>]*>")
ADDRESS = re.compile(r"\b(?:https?://|mailto:)\S+")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
#: A number, or a placeholder (stood for by 0), then a plain space and a unit.
UNIT = re.compile(r"\d (?:min|h|s|ms|Ko|Mo|Go|km|cm|€|%)(?!\w)")

COMMON = (
    (re.compile(r"'"), "a straight apostrophe (use ’)"),
    (re.compile(r'"'), "a straight quote"),
    (re.compile(r"\.\.\."), "three dots (use …)"),
    (re.compile(r"  "), "two spaces"),
)
FRENCH = (
    (re.compile(rf"(?<![{NARROW};!?…])[;!?](?!\w*;)"), "no U+202F before ; ! ?"),
    (re.compile(rf"(?<![{WIDE}\d])[:]|(?<=\d):(?!\d)"), "no U+00A0 before :"),
    (re.compile(rf"«(?!{WIDE})"), "no U+00A0 after «"),
    (re.compile(rf"(?<!{WIDE})»"), "no U+00A0 before »"),
    (re.compile(r"[“”]"), "English quotes (use « »)"),
    (UNIT, "no U+00A0 before a unit"),
)


def faults(text: str, *, language: str) -> Iterator[str]:
    """Tell what is punctuated wrongly in one sentence of a catalogue."""
    rules = (*COMMON, *FRENCH) if language == "fr" else COMMON
    bare = _bare(text)
    for pattern, fault in rules:
        if pattern.search(bare):
            yield fault


def _bare(text: str) -> str:
    """Return the text without what follows other rules: tags, addresses, names of placeholders."""
    text = ADDRESS.sub("", TAG.sub("", text))
    return PLACEHOLDER.sub("0", text).replace("%%", "%")
