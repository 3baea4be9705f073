"""The card of the weights in Markdown: what they were built from, how, and what was measured."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from beffroi.language.weights import Weights

_HEAD = """\
# The weights

Written by `beffroi language card` from `beffroi/language/weights.npz`; a test compares the two.

| | |
|---|---|
| sha256 of the file | `{sha256}` |
| fingerprint of the numbers in it | `{fingerprint}` |
| texts | {texts} |
| numpy | {numpy} |
| built by | `beffroi language train --data FOLDER --to beffroi/language/weights.npz` |

The same texts give the same bytes with the same numpy on the same kind of processor: sums run in a
fixed order, and a test trains twice on a sample. Between processors they need not be: numpy
computes exponentials, and its library of matrices sums, in ways that depend on what a processor
can do, and the file is compressed by the zlib at hand. The table is rounded to 255 steps, so that
few of its numbers change, and by one step; the second reading is kept in full and may differ in
its last digits. Elsewhere, compare what is said of texts, not the sha256.

## From
| file | rows | origin | licence | sha256 |
|---|---|---|---|---|
"""
_FIGURES = """
## Measured on what they learned from
On texts whose trade was kept apart, in four parts; all were learned from in the end. Shares
between 0 and 1.
```json
{figures}
```
"""
_EXAM = """
## Measured on what taught them nothing
On `language/exam`, which no training and no choice has seen; `beffroi language exam --json` says
it again. Shares between 0 and 1.

| file | rows | origin | licence | sha256 |
|---|---|---|---|---|
{files}
```json
{figures}
```
"""


def written(weights: Weights, *, data: bytes) -> str:
    """Return the card; `data` is the file that holds the weights."""
    about = weights.about
    head = _HEAD.format(
        sha256=hashlib.sha256(data).hexdigest(),
        fingerprint=weights.fingerprint(),
        texts=about.get("texts", "?"),
        numpy=about.get("numpy", "?"),
    )
    exam = _EXAM.format(files=_rows(about.get("exam_files")), figures=_json(about.get("exam")))
    figures = _FIGURES.format(figures=_json(about.get("apart")))
    return head + _rows(about.get("sources")) + exam + figures


def _json(figures: object) -> str:
    return json.dumps(figures or {}, indent=1, ensure_ascii=False)


def _rows(sources: object) -> str:
    return "".join(_row(source) for source in (sources if isinstance(sources, list) else []))


def _row(source: Mapping[str, object]) -> str:
    licence = source["licence"] or "that of the project"
    origin, digest = source["origin"], source["sha256"]
    return f"| {source['file']} | {source['rows']} | {origin} | {licence} | `{digest}` |\n"
