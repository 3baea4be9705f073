"""`beffroi language`: build the weights anew, or say how well they do on a labelled file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from beffroi.cli.messages import Stop
from beffroi.cli.messages import gettext as _
from beffroi.language import evaluating, sources, training, weights

#: The messages that were written for the project stand beside the program.
_MESSAGES = Path(__file__).resolve().parents[2] / "language" / "messages"


def run(options: argparse.Namespace) -> int:
    """Do what was asked; raise Stop with a sentence when a file cannot be used."""
    try:
        if options.action == "train":
            return _train(options)
        return _evaluate(options)
    except sources.Unreadable as error:
        raise Stop(_("The file cannot be used: %(reason)s") % {"reason": error}) from error


def _train(options: argparse.Namespace) -> int:
    if not options.data.is_dir():
        raise Stop(_("%(folder)s is not a folder.") % {"folder": options.data})
    if options.to.suffix != ".npz":
        raise Stop(_("The file to write must end in .npz."))
    texts = [*sources.messages(_MESSAGES), *sources.public(options.data)][:: max(1, options.every)]
    if not texts:
        raise Stop(_("There is nothing to learn from."))
    print(_("Learning from %(count)d texts.") % {"count": len(texts)}, flush=True)
    weights.save(training.train(texts, about={"texts": len(texts)}), options.to)
    size = options.to.stat().st_size
    print(json.dumps({"file": str(options.to), "bytes": size, "texts": len(texts)}))
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    known = weights.load(options.weights) if options.weights else weights.shipped()
    labels = known.head(options.head).labels
    labelled = evaluating.read(options.file, head=options.head, known=labels)
    figures = evaluating.evaluate(known, labelled, head=options.head)
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
        return 0
    for name in ("texts", "accuracy", "macro_f1", "recall", "false_alarms", "texts_per_cpu_second"):
        if name in figures:
            print(f"{name:24} {figures[name]}")
    return 0
