"""How fast a stream is held against many watches, beside what else could do it, in one run.

From the bytes of each frame to verified hits, on one core, against orjson decoding every frame.
Times are of the processor, the best of some rounds, one after the other. Watches are for words in
Latin letters, but where a figure says `scripts`: there one of fifty is for a name in another one.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from functools import partial

from beffroi.cli.bench.listening import others, writing
from beffroi.cli.bench.listening.made import Maker
from beffroi.cli.bench.listening.memory import index_mb
from beffroi.matching.common import counted
from beffroi.matching.index import Index
from beffroi.matching.queries import Query
from beffroi.networks.bluesky import jetstream

_FRAMES = 60_000
_COUNTED = 5_000
_SIZES = (10, 1_000, 10_000, 100_000)
_ROUNDS = 5
#: With watches for names in other scripts.
_SCRIPTS = 0.02
_SIZES_SCRIPTS = (1_000, 100_000)
#: Of the slower ones, how many texts are enough to tell.
_FULL_TEXT, _EXPRESSIONS = 2_000, 30

Figures = dict[str, object]


def run() -> Figures:
    """Measure; ratios of orjson need it installed (bench.txt)."""
    maker = Maker()
    frequency = counted(maker.texts(_COUNTED))
    frames = list(maker.frames(_FRAMES))
    watches = list(maker.watches(max(_SIZES)))
    texts = list(maker.texts(_FULL_TEXT))
    decode = others.decoder()
    figures: Figures = {"frames": len(frames), "without": [] if decode else ["orjson"]}
    seconds: dict[int, float] = {}
    for size in _SIZES:
        began = time.process_time()
        index = Index(watches[:size], frequency=frequency)
        built = time.process_time() - began
        seconds[size], alone = _side_by_side(frames, index, decode)
        figures[f"events_s_{size}"] = round(len(frames) / seconds[size])
        figures |= _ratio(f"ratio_orjson_{size}", seconds[size], alone)
        if size == max(_SIZES):
            figures["build_s"] = round(built, 2)
        figures |= _beside(index, watches[:size], texts)
    for size in _SIZES_SCRIPTS:
        index = Index(maker.watches(size, foreign=_SCRIPTS), frequency=frequency)
        ours, alone = _side_by_side(frames, index, decode)
        figures |= _ratio(f"ratio_orjson_{size}_scripts", ours, alone)
    figures["slowdown_10_100000"] = round(seconds[max(_SIZES)] / seconds[min(_SIZES)], 2)
    figures["index_mb_100000"] = index_mb(max(_SIZES))
    return figures | writing.figures()


def _side_by_side(
    frames: Sequence[bytes], index: Index, decode: Callable[[bytes], object] | None
) -> tuple[float, float | None]:
    """Return the seconds of the whole pipeline, and those of decoding every frame."""
    gc.collect()
    gc.freeze()
    ours, alone = [], []
    for _ in range(_ROUNDS):
        ours.append(_seconds(lambda: hits(frames, index)))
        if decode is not None:
            alone.append(_seconds(lambda: _decoded(frames, decode)))
    gc.unfreeze()
    return min(ours), min(alone) if alone else None


def _ratio(name: str, ours: float, alone: float | None) -> Figures:
    return {} if alone is None else {name: round(alone / ours, 2)}


def hits(frames: Sequence[bytes], index: Index) -> int:
    """Return how many hits a stream has: from bytes to watches that were checked."""
    read, found = jetstream.read_matching, 0
    match = partial(index.match, source="bluesky")
    for frame in frames:
        told = read(frame, match)
        if told is not None:
            found += len(told[1])
    return found


def _decoded(frames: Sequence[bytes], decode: Callable[[bytes], object]) -> None:
    for frame in frames:
        decode(frame)


def _beside(index: Index, watches: Sequence[Query], texts: Sequence[str]) -> Figures:
    """Return how many times faster texts are matched than by full-text queries, or expressions."""
    ours = min(_seconds(lambda: [index.match(text) for text in texts]) for _ in range(_ROUNDS))
    each = ours / len(texts)
    if len(watches) == 10_000:
        theirs = _seconds(lambda: others.full_text(watches, texts)) / len(texts)
        return {"ratio_fts5_10000": round(theirs / each, 1)}
    if len(watches) == 1_000:
        asked, few = others.expressions(watches), texts[:_EXPRESSIONS]
        theirs = _seconds(lambda: [one.search(text) for text in few for one in asked])
        return {"ratio_regex_1000": round(theirs / len(few) / each)}
    return {}


def _seconds(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began
