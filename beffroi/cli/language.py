"""`beffroi language`: build the weights anew, or say how well they do on a labelled file."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy

from beffroi.cli.messages import Stop
from beffroi.cli.messages import gettext as _
from beffroi.language import card, evaluating, sources, training, weights

#: The messages that were written for the project stand beside the program.
_OWN = Path(__file__).resolve().parents[2] / "language"
_MESSAGES = _OWN / "messages"
#: Those that nothing is learned from, nor chosen by: they only judge.
_EXAM = _OWN / "exam"


def run(options: argparse.Namespace) -> int:
    """Do what was asked; raise Stop with a sentence when a file cannot be used."""
    try:
        if options.action == "train":
            return _train(options)
        if options.action == "validate":
            return _validate(options)
        if options.action == "exam":
            return _told(training.examined(_weights(options), _exam()), as_json=options.json)
        if options.action == "card":
            print(card.written(weights.shipped(), data=weights.FILE.read_bytes()), end="")
            return 0
        return _evaluate(options)
    except sources.Unreadable as error:
        raise Stop(_("The file cannot be used: %(reason)s") % {"reason": error}) from error


def _train(options: argparse.Namespace) -> int:
    if options.to.suffix != ".npz":
        raise Stop(_("The file to write must end in .npz."))
    texts = _texts(options)
    about = {"texts": len(texts), "sources": sources.card(_MESSAGES, options.data)}
    about |= {"numpy": numpy.__version__, "exam_files": sources.own_card(_EXAM)}
    built = training.with_exam(training.train(texts, about=about), _exam())
    weights.save(built, options.to)
    data = options.to.read_bytes()
    told = {
        "file": str(options.to),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "fingerprint": built.fingerprint(),
        "texts": len(texts),
    }
    print(json.dumps(told))
    return 0


def _validate(options: argparse.Namespace) -> int:
    figures = training.validate(_texts(options), folds=options.folds)
    return _told(figures, as_json=options.json)


def _told(figures: dict[str, object], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
        return 0
    for name, value in figures.items():
        print(f"{name:24} {json.dumps(value, ensure_ascii=False)}")
    return 0


def _exam() -> list[sources.Text]:
    return list(sources.messages(_EXAM))


def _weights(options: argparse.Namespace) -> weights.Weights:
    return weights.load(options.weights) if options.weights else weights.shipped()


def _texts(options: argparse.Namespace) -> list[sources.Text]:
    """Return what there is to learn from."""
    if not options.data.is_dir():
        raise Stop(_("%(folder)s is not a folder.") % {"folder": options.data})
    texts = [*sources.messages(_MESSAGES), *sources.public(options.data)][:: max(1, options.every)]
    if not texts:
        raise Stop(_("There is nothing to learn from."))
    print(_("Learning from %(count)d texts.") % {"count": len(texts)}, flush=True)
    return texts


def _evaluate(options: argparse.Namespace) -> int:
    known = _weights(options)
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
