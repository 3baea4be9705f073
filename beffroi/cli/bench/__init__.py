"""`beffroi bench NAME`: one module each, whose `run()` measures and returns figures."""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import pkgutil

from beffroi.cli.messages import Stop
from beffroi.cli.messages import gettext as _


def names() -> list[str]:
    """Return what can be measured."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def run(options: argparse.Namespace) -> int:
    """Measure, and print the figures."""
    if options.name not in names():
        text = _("“%(name)s” is not known. What can be measured: %(names)s.")
        raise Stop(text % {"name": options.name, "names": ", ".join(names())})
    measure = importlib.import_module(f"{__name__}.{options.name}").run
    if options.data is None:
        figures = measure()
    elif "data" in inspect.signature(measure).parameters:
        figures = measure(data=options.data)
    else:
        raise Stop(_("“%(name)s” reads no folder.") % {"name": options.name})
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        for name, value in figures.items():
            print(f"{name:32} {value}")
    return 0
