"""The language of the command line; works before, and without, Django."""

from __future__ import annotations

import gettext as catalogues
from collections.abc import Mapping, Sequence
from pathlib import Path

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
