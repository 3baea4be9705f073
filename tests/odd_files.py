"""Files that people give where a table is asked for: of another kind, damaged, or made to harm."""

from __future__ import annotations

import gzip
import io
import zipfile

_ROW = "name;date;total\n"


def _zipped(**members: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return whole.getvalue()


#: By the name under which they come.
ODD_FILES = {
    "empty.csv": b"",
    "only_a_mark.csv": b"\xef\xbb\xbf",
    "nul.csv": b"name;date\x00;total\n\x00a;b;c\n",
    "utf16.csv": (_ROW + "Zoé;2026-09-01;12,00\n").encode("utf-16"),
    "cp1252.csv": (_ROW + "Zoé;2026-09-01;12,00\n").encode("cp1252"),
    "no_text.csv": b"name;date\n\xff\xfe\xc3\x28;2026-09-01\n",
    "semicolons_after_a_mark.csv": b"\xef\xbb\xbf" + _ROW.encode() + b"a;2026-09-01;1\n",
    "formula.csv": _ROW.encode() + b'"=HYPERLINK(""http://evil.test"")";2026-09-01;=1+1\n',
    "one_long_line.csv": b"a" * 3_000_000,
    "wide.csv": b";".join([b"c"] * 5_000) + b"\n",
    "open_quotation_mark.csv": _ROW.encode() + b'"a;2026-09-01;1\n' * 500,
    "empty_lines.csv": b"\n" * 10_000,
    "large_number.json": b'{"total": ' + b"9" * 5_000 + b"}",
    "deep.json": b"[" * 20_000 + b"]" * 20_000,
    "lone_half.json": b'{"name": "\\ud800"}',
    "page.html": b"<!doctype html><title>Export</title><script>alert(1)</script>",
    "entities.xml": b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>',
    "picture.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x00",
    "bomb.gz": gzip.compress(b"\0" * 20_000_000),
    "bomb.zip": _zipped(table=b"\0" * 20_000_000),
    "outside.zip": _zipped(**{"../../outside.csv": _ROW.encode()}),
    "many.zip": _zipped(**{f"{number}.csv": b"" for number in range(2_000)}),
}
