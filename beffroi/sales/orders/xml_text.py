"""Reads the flat XML of a webservice into records of texts, and nothing else of XML. Pure.

No document type, no entity, no nesting beyond what such a service writes: each is refused.
"""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from beffroi.sales.orders.bodies import BYTES_MAX, LINES_MAX
from beffroi.sales.orders.problems import Problem, Refused

_DEPTH_MAX = 10
_TEXT_MAX = 4000
_FIELDS_MAX = 200


def read_elements(body: bytes, names: tuple[str, ...]) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of these names, each with the texts right inside it. Raises Refused."""
    if len(body) > BYTES_MAX:
        raise Refused(Problem.TOO_LARGE)
    reader = _Reader(names)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.add
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError):
        # An encoding that is not known is a LookupError.
        raise Refused(Problem.NOT_XML) from None
    return reader.found


def _refuse(*_told: object) -> NoReturn:
    raise Refused(Problem.NOT_XML)


class _Reader:
    """Follows one document."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._path: list[str] = []
        self._open: dict[str, str] | None = None
        self._open_depth = 0
        self._text: list[str] = []
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > _DEPTH_MAX:
            raise Refused(Problem.TOO_DEEP)
        if self._open is None and name in self._names:
            if len(self.found) >= LINES_MAX:
                raise Refused(Problem.TOO_MANY_LINES)
            self._open, self._open_depth = {}, len(self._path)
        self._text = []

    def add(self, text: str) -> None:
        self._text.append(text[:_TEXT_MAX])

    def end(self, name: str) -> None:
        depth = len(self._path)
        self._path.pop()
        if self._open is None:
            return
        if depth == self._open_depth:
            self.found.append((name, self._open))
            self._open = None
        elif depth == self._open_depth + 1 and len(self._open) < _FIELDS_MAX:
            self._open.setdefault(name, "".join(self._text).strip()[:_TEXT_MAX])
        self._text = []
