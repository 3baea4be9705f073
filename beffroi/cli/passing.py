"""Commands whose arguments are their own affair: `beffroi chaos …`."""

from __future__ import annotations

import argparse
import importlib

from beffroi.cli.messages import Stop
from beffroi.cli.messages import gettext as _

_MODULES = {"chaos": "beffroi.cli.chaos"}


def run(options: argparse.Namespace) -> int:
    """Hand the rest of the line to `run(arguments)` of the module; return its exit code."""
    name = _MODULES[options.command]
    try:
        command = importlib.import_module(name).run
    except (AttributeError, ModuleNotFoundError) as error:
        if getattr(error, "name", None) not in {name, "run"}:
            raise
        text = _("“%(command)s” is not part of this installation.")
        raise Stop(text % {"command": options.command}) from error
    return int(command(options.rest) or 0)
