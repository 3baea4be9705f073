"""What the index is compared with: decoding alone, full-text queries, one expression a watch."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sqlite3
from collections.abc import Callable, Sequence

from beffroi.matching.queries import Query


def decoder() -> Callable[[bytes], object] | None:
    """Return orjson's decoder where it is installed: what reads each event whole."""
    if not importlib.util.find_spec("orjson"):
        return None
    found: Callable[[bytes], object] = importlib.import_module("orjson").loads
    return found


def full_text(queries: Sequence[Query], texts: Sequence[str]) -> int:
    """Ask SQLite's index of a batch of texts each query; return how many hits there are."""
    base = sqlite3.connect(":memory:")
    tokens = "unicode61 remove_diacritics 2 tokenchars '#@'"
    base.execute(f'create virtual table posts using fts5(text, tokenize="{tokens}")')
    base.executemany("insert into posts values (?)", ((text,) for text in texts))
    found = 0
    for query in queries:
        rows = base.execute("select rowid from posts where posts match ?", (_asked(query),))
        found += len(rows.fetchall())
    base.close()
    return found


def _asked(query: Query) -> str:
    parts = [f'"{term}"' for term in query.all_of]
    if query.any_of:
        parts.append("(" + " OR ".join(f'"{term}"' for term in query.any_of) + ")")
    asked = " AND ".join(parts)
    without = " OR ".join(f'"{term}"' for term in query.none_of)
    return f"({asked}) NOT ({without})" if without else asked


def expressions(queries: Sequence[Query]) -> list[re.Pattern[str]]:
    """Return one regular expression a watch."""
    return [re.compile(_expression(query), re.IGNORECASE) for query in queries]


def _expression(query: Query) -> str:
    parts = [f"(?=.*{_word(term)})" for term in query.all_of]
    if query.any_of:
        parts.append("(?=.*(?:" + "|".join(map(_word, query.any_of)) + "))")
    parts += [f"(?!.*{_word(term)})" for term in query.none_of]
    return "(?s)^" + "".join(parts)


def _word(term: str) -> str:
    return rf"(?<!\w){re.escape(term)}(?!\w)"
