"""What the command line says, in which language; works before, and without, Django."""

from __future__ import annotations

import argparse
import errno
import gettext as catalogues
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

DEFAULT = "fr"
LANGUAGES = ("fr", "en")
_FOLDER = Path(__file__).parents[1] / "locale"


class Stop(Exception):
    """The command cannot go on; the message is the one sentence that says why."""


class _Catalogue:
    current: catalogues.NullTranslations = catalogues.NullTranslations()


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language asked for by `--language`, else by the terminal, else French."""
    for position, argument in enumerate(arguments):
        if argument.startswith("--language="):
            return _known(argument.partition("=")[2])
        if argument == "--language" and position + 1 < len(arguments):
            return _known(arguments[position + 1])
    set_ones = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return _known(next((value for value in set_ones if value), DEFAULT))


def _known(name: str) -> str:
    return next((language for language in LANGUAGES if name.startswith(language)), DEFAULT)


def use(language: str) -> None:
    """Speak `language` from now on."""
    _Catalogue.current = catalogues.translation("django", _FOLDER, [language], fallback=True)


def gettext(message: str) -> str:
    """Translate a sentence."""
    return _Catalogue.current.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a sentence that counts."""
    return _Catalogue.current.ngettext(one, many, count)


class Parser(argparse.ArgumentParser):
    """Says in one sentence, in the language of the person, that a line cannot be understood."""

    def error(self, message: str) -> NoReturn:
        """Show how the line is written, and end with 2."""
        self.print_usage(sys.stderr)
        text = gettext("This cannot be understood. `%(command)s --help` shows how it is written.")
        self.exit(2, f"{text % {'command': self.prog}}\n")


def positive(text: str) -> int:
    """Read a number of things, one at least."""
    return _within(int(text), 1, sys.maxsize)


def port_number(text: str) -> int:
    """Read a port; 0 takes any that is free."""
    return _within(int(text), 0, 65_535)


def speed(text: str) -> float:
    """Read how many times faster; 0 is as fast as can be."""
    number = float(text)
    if not 0 <= number <= 100_000:  # NaN is in no range
        raise ValueError(text)
    return number


def _within(number: int, least: int, most: int) -> int:
    if not least <= number <= most:
        raise ValueError(number)
    return number


def explain(error: OSError) -> str:
    """Return one sentence on what the system refused."""
    if error.filename is None:
        return gettext("The system refuses: %(reason)s.") % {"reason": reason(error)}
    values = {"file": os.fsdecode(error.filename), "reason": reason(error)}
    return gettext("%(file)s cannot be used: %(reason)s.") % values


def reason(error: OSError) -> str:
    """Return why the system refuses: the usual reasons in the language of the person."""
    known = {
        errno.EACCES: gettext("this user may not"),
        errno.EPERM: gettext("this user may not"),
        errno.EROFS: gettext("nothing can be written there"),
        errno.ENOSPC: gettext("the disk is full"),
        errno.ENOENT: gettext("there is no such file or folder"),
        errno.ENOTDIR: gettext("a file is where a folder should be"),
        errno.EADDRINUSE: gettext("another program listens there"),
        errno.EADDRNOTAVAIL: gettext("this machine has no such address"),
    }
    return known.get(error.errno or 0) or str(error.strerror or error)
