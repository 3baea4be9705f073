"""The command `beffroi`: reads the arguments, prepares Django, calls one module per command."""

from __future__ import annotations

import argparse
import importlib
import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import django
import django.db
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from beffroi import __version__
from beffroi.cli import messages
from beffroi.cli.messages import Parser, Stop, explain, port_number, speed
from beffroi.cli.messages import gettext as _
from beffroi.demo import surroundings

SETTINGS = "beffroi.config.settings"
DEFAULT_PORT = 8000

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Parser]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code: 0 done, 1 refused with a sentence, 2 misspelt."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = messages.choose(given, os.environ)
    messages.use(language)
    options = _parse(given)
    try:
        with _surroundings(options):
            _prepare_django(language)
            module = importlib.import_module(f"beffroi.cli.{options.module}")
            return int(module.run(options))
    except Stop as reason:
        return _refuse(str(reason))
    except (django.db.Error, sqlite3.Error) as error:
        return _refuse(_("The database cannot be used: %(reason)s") % {"reason": error})
    except OSError as error:
        return _refuse(explain(error))
    except KeyboardInterrupt:
        return _refuse(_("Interrupted."))


def _parse(given: Sequence[str]) -> argparse.Namespace:
    """Read the line; what follows a command that passes it on is that command's own affair."""
    parser = _parser()
    options, rest = parser.parse_known_args(given)
    if rest and options.module != "passing":
        parser.error("")
    options.rest = rest
    return options


def _refuse(sentence: str) -> int:
    print(sentence.strip(), file=sys.stderr)
    return 1


def _surroundings(options: argparse.Namespace) -> AbstractContextManager[object]:
    """Give the demo its own folder and settings before Django reads them."""
    if options.command != "demo":
        return nullcontext()
    return surroundings.made(port=options.port, kept=options.data)


def _prepare_django(language: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as error:
        raise Stop(_("A setting is wrong: %(reason)s") % {"reason": error}) from error
    translation.activate(language)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="beffroi", description=_("Steers a company’s social networks."), add_help=False
    )
    _add_help(parser)
    version = _("show the version and stop")
    parser.add_argument("--version", action="version", version=__version__, help=version)
    text = _("language of the messages: fr (default) or en")
    parser.add_argument("--language", choices=messages.LANGUAGES, help=text)
    commands: Commands = parser.add_subparsers(
        title=_("commands"), metavar=_("command"), dest="command", required=True
    )
    _add_running(commands)
    _add_keeping(commands)
    _add_listening(commands)
    _add_measuring(commands)
    _add_language(commands)
    return parser


def _add_running(commands: Commands) -> None:
    up = _add(commands, "up", _("start Beffroi"))
    up.add_argument("--host", default="127.0.0.1", help=_("address to listen on"))
    up.add_argument("--port", type=port_number, default=DEFAULT_PORT, help=_("port to listen on"))
    _add(commands, "migrate", _("bring the database to this version"))
    doctor = _add(commands, "doctor", _("look whether everything is in order"))
    doctor.add_argument("--json", action="store_true", help=_("answer in JSON"))
    demo = _add(commands, "demo", _("start with made-up data and simulated networks"))
    demo.add_argument("--port", type=port_number, default=DEFAULT_PORT, help=_("port to listen on"))
    text = _("empty folder in which to keep the made-up data; without it, nothing is kept")
    demo.add_argument("--data", type=Path, help=text)


def _add_keeping(commands: Commands) -> None:
    backup = _add(commands, "backup", _("write everything but the key file into one file"))
    backup.add_argument("file", help=_("file to write"))
    restore = _add(commands, "restore", _("put a backup back"))
    restore.add_argument("file", help=_("backup to read"))
    text = _("put it in the place of what is there")
    restore.add_argument("--replace", action="store_true", help=text)
    archive = _add(commands, "import", _("read the archive that a network gave"))
    archive.add_argument("file", help=_("archive to read"))
    archive.add_argument("--workspace", required=True, help=_("name of the workspace"))
    archive.set_defaults(module="importing")
    keys = _add(commands, "keys", _("look after the keys that seal accesses"))
    keys.add_argument("action", choices=["rotate"], help=_("rotate: seal everything anew"))


def _add_listening(commands: Commands) -> None:
    listen = _add(commands, "listen", _("play a recorded stream into the watches"))
    text = _("file to play: a frame of a Jetstream on each line, packed (.gz) or not")
    listen.add_argument("--replay", required=True, metavar="FILE", help=text)
    text = _("how many times faster than it was recorded; 0: as fast as can be")
    listen.add_argument("--speed", type=speed, default=1.0, help=text)


def _add_measuring(commands: Commands) -> None:
    bench = _add(commands, "bench", _("measure"))
    bench.add_argument("name", help=_("what to measure"))
    bench.add_argument("--data", type=Path, default=None, help=_("folder of public labelled texts"))
    bench.add_argument("--json", action="store_true", help=_("answer in JSON"))
    chaos = _add(commands, "chaos", _("prove the promises under faults"), passes=True)
    chaos.set_defaults(module="passing")


def _add_language(commands: Commands) -> None:
    language = _add(commands, "language", _("build or judge what understands messages"))
    actions = language.add_subparsers(metavar=_("action"), dest="action", required=True)
    train = actions.add_parser("train", help=_("build the weights anew"), add_help=False)
    _add_help(train)
    train.add_argument("--to", type=Path, default=Path("weights.npz"), help=_("file to write"))
    text = _("measure each text with what the others teach")
    validate = actions.add_parser("validate", help=text, add_help=False)
    _add_help(validate)
    validate.add_argument("--folds", type=int, default=4, help=_("in how many parts to cut"))
    validate.add_argument("--json", action="store_true", help=_("answer in JSON"))
    exam = actions.add_parser(
        "exam", help=_("measure on messages that taught nothing"), add_help=False
    )
    _add_help(exam)
    card = actions.add_parser("card", help=_("tell what the weights come from"), add_help=False)
    _add_help(card)
    for learns in (train, validate):
        learns.add_argument(
            "--data", type=Path, required=True, help=_("folder of public labelled texts")
        )
        learns.add_argument(
            "--every", type=int, default=1, help=_("learn from one text in so many")
        )
    evaluate = actions.add_parser("evaluate", help=_("measure on a labelled file"), add_help=False)
    _add_help(evaluate)
    evaluate.add_argument("file", type=Path, help=_("table of texts and labels (TSV)"))
    heads = ("sentiment", "intent", "urgent")
    evaluate.add_argument("--head", choices=heads, default="sentiment", help=_("what to judge"))
    for judges in (exam, evaluate):
        judges.add_argument("--weights", type=Path, default=None, help=_("other weights"))
        judges.add_argument("--json", action="store_true", help=_("answer in JSON"))


def _add(
    commands: Commands,
    name: str,
    text: str,
    *,
    passes: bool = False,
) -> argparse.ArgumentParser:
    """Add a command; one that `passes` hands the rest of the line to its own module."""
    parser = commands.add_parser(name, help=text, description=text, add_help=False)
    parser.set_defaults(module=name)
    if not passes:
        _add_help(parser)
    return parser


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help=_("show this help and stop"))


if __name__ == "__main__":
    sys.exit(main())
