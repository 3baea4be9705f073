"""Translations: from the sentences in code and templates to compiled catalogues.

python -m scripts.messages extract   bring every catalogue in step with the code; translations stay
python -m scripts.messages compile   write the .mo files whose .po is newer
python -m scripts.messages check     say what is missing, unfinished or out of step

Babel and Django's own template lexer do the work: no gettext program is needed.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any, TypeAlias

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from scripts import typography
from scripts.paths import ROOT

PACKAGE = ROOT / "beffroi"
LOCALE = PACKAGE / "locale"
#: English is the language of the message ids: it needs no catalogue.
LANGUAGES = ("fr",)
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
#: Where a sentence stands, its forms, the comments above it, its context.
Sentence: TypeAlias = tuple[str, Any, list[str], str | None]
#: Header lines that would differ from run to run, or that say nothing here.
CHANGING_HEADERS = (
    *(b'"PO-Revision-Date', b'"POT-Creation-Date', b'"Generated-By', b'"Report-Msgid-Bugs-To'),
    *(b'"Last-Translator', b'"Language-Team', b'"Project-Id-Version'),
)
NAMED_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
TAG_NAME = re.compile(r"</?([a-z]+)")


def main(command: str) -> int:
    """Run one command over every language; return an exit code."""
    if command == "check":
        faults = list(_all_faults())
        print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
        return 1 if faults else 0
    if command == "extract":
        for language in LANGUAGES:
            _extract(language)
    compile_stale()
    return 0


def compile_stale() -> None:
    """Write the compiled catalogues that are missing or older than their source."""
    for language in LANGUAGES:
        source = _path(language)
        if source.exists() and _is_stale(source.with_suffix(".mo"), source):
            _compile(language, source.with_suffix(".mo"))


def _is_stale(target: Path, source: Path) -> bool:
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _compile(language: str, target: Path) -> None:
    """Write beside, then replace: test processes that start together must not read half a file."""
    catalog = _read(language)
    for message in [message for message in catalog if message.id]:
        if not all(_forms(message.string)):
            catalog.delete(message.id, message.context)
    beside = target.with_suffix(f".{os.getpid()}.tmp")
    with beside.open("wb") as file:
        write_mo(file, catalog)
    beside.replace(target)


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _read(language: str) -> Catalog:
    path = _path(language)
    if not path.exists():
        heading = f"# Beffroi in {language}; `make messages` brings it in step with the code."
        return Catalog(locale=language, header_comment=heading, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _extract(language: str) -> None:
    catalog = _read(language)
    catalog.update(_catalogue_of(_sentences()), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    path = _path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_text(catalog))


def _text(catalog: Catalog) -> bytes:
    """Write a catalogue so that two runs over the same code give the same bytes.

    Sorted by sentence and without line numbers: two people who add sentences rarely collide.
    """
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, sort_output=True, include_lineno=False)
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(CHANGING_HEADERS))


def _catalogue_of(sentences: Iterable[Sentence]) -> Catalog:
    found = Catalog(project="Beffroi", fuzzy=False)
    for path, message, comments, context in sentences:
        places = [(f"beffroi/{path}", 1)]
        found.add(message, locations=places, auto_comments=comments, context=context)
    return found


def _sentences() -> Iterator[Sentence]:
    """Find each sentence wherever it stands."""
    methods = [
        ("**/tests/**", "ignore"),
        ("**/migrations/**", "ignore"),
        ("**.py", "python"),
        ("**/templates/**.*", "scripts.messages:extract_template"),
    ]
    messages = extract_from_dir(PACKAGE, methods, keywords=KEYWORDS, comment_tags=["Translators:"])
    for path, _line, message, comments, context in messages:
        yield path, message, comments, context


def extract_template(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[Any]:
    """Find the sentences of a Django template: Django itself turns them into Python calls."""
    # What lies between the sentences becomes filler, whose indentation means nothing.
    python = re.sub(r"^[ \t]+", "", templatize(file.read().decode()), flags=re.MULTILINE)
    yield from extract_python(BytesIO(python.encode()), keywords, comment_tags, options)


def _all_faults() -> Iterator[str]:
    sentences = list(_sentences())
    in_code = _catalogue_of(sentences)
    for language in LANGUAGES:
        yield from _faults(language, in_code)
    yield from _wording_of_ids(in_code)
    yield from _two_plurals(sentences)
    yield from _hidden()


def _faults(language: str, in_code: Catalog) -> Iterator[str]:
    catalog = _read(language)
    wanted = {(message.context, message.id) for message in in_code if message.id}
    known = {(message.context, message.id): message for message in catalog if message.id}
    for _context, identifier in sorted(wanted - known.keys(), key=str):
        yield f"{language}: not in the catalogue (run `make messages`): {identifier}"
    for _context, identifier in sorted(known.keys() - wanted, key=str):
        yield f"{language}: no longer in the code (run `make messages`): {identifier}"
    for message in known.values():
        for fault in _translation_faults(language, _forms(message.id), _forms(message.string)):
            yield f"{language}: {fault}: {_forms(message.id)[0]}"
        if message.fuzzy:
            yield f"{language}: marked as uncertain: {_forms(message.id)[0]}"


def _forms(text: Any) -> tuple[str, ...]:
    """Return the singular and plural forms of a sentence, or its one form."""
    return tuple(text) if isinstance(text, (tuple, list)) else (text,)


def _translation_faults(
    language: str, ids: tuple[str, ...], strings: tuple[str, ...]
) -> Iterator[str]:
    if not all(strings):
        yield "not translated"
        return
    if len(ids) != len(strings):
        yield f"{len(strings)} forms for {len(ids)}"
    for identifier, text in zip(ids, strings, strict=False):
        yield from _differences(identifier, text, everything=" ".join(ids))
        yield from typography.faults(text, language=language)


def _differences(identifier: str, text: str, *, everything: str) -> Iterator[str]:
    """Tell which placeholders and tags a translation lost or made up; “1” may stand for a count."""
    wanted, found = (set(NAMED_PLACEHOLDER.findall(part)) for part in (identifier, text))
    if found - set(NAMED_PLACEHOLDER.findall(everything)):
        yield "a placeholder that the sentence does not have"
    if wanted - found:
        yield "a placeholder is lost"
    if sorted(TAG_NAME.findall(identifier)) != sorted(TAG_NAME.findall(text)):
        yield "other tags than the sentence"
    if identifier[:1].isspace() != text[:1].isspace():
        yield "another space at the start"
    if identifier[-1:].isspace() != text[-1:].isspace():
        yield "another space at the end"


def _wording_of_ids(in_code: Catalog) -> Iterator[str]:
    for message in in_code:
        for identifier in _forms(message.id):
            for fault in typography.faults(identifier, language="en"):
                yield f"en: {fault}: {identifier}"


def _two_plurals(sentences: Iterable[Sentence]) -> Iterator[str]:
    """Tell which singulars go with several plurals: a catalogue can hold one only."""
    plurals: dict[tuple[str | None, str], set[str]] = {}
    for _path, message, _comments, context in sentences:
        singular, *plural = _forms(message)
        plurals.setdefault((context, singular), set()).update(plural)
    for (_context, singular), found in plurals.items():
        if len(found) > 1:
            yield f"en: one singular with {len(found)} plurals: {singular}"


def _hidden() -> Iterator[str]:
    """Tell which sentences stand inside an f-string, where no extraction finds them."""
    for path in sorted(PACKAGE.rglob("*.py")):
        strings = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.JoinedStr)]
        calls = [n for string in strings for n in ast.walk(string) if isinstance(n, ast.Call)]
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
                yield f"en: a sentence inside an f-string: {path.name}, line {call.lineno}"


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in {"extract", "compile", "check"}:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
