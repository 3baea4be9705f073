"""Turns the bytes of a page into text: by their first signs, their header, or what they say. Pure.

What a page says of itself is believed as long as its bytes bear it out: pages that are announced
in one way and written in another are frequent.
"""

from __future__ import annotations

import re

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
#: Encodings that pages are written in, by the names of https://encoding.spec.whatwg.org, and how
#: Python calls them. No other is read: some of Python's run programs of their own, or grow.
_KNOWN = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii"), "cp1252"),
    **dict.fromkeys(("windows-1252", "cp1252", "x-cp1252", "iso8859-1"), "cp1252"),
    **dict.fromkeys(("iso-8859-15", "latin9", "iso8859-15"), "iso8859-15"),
    **dict.fromkeys(("macintosh", "mac", "x-mac-roman"), "mac-roman"),
    **dict.fromkeys(("utf-16", "utf-16le"), "utf-16-le"),
    "utf-16be": "utf-16-be",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "iso-8859-2": "iso8859-2",
    "koi8-r": "koi8-r",
    "shift_jis": "cp932",
    "euc-jp": "euc-jp",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "euc-kr": "cp949",
}
_IN_HEADER = re.compile(r"charset\s{0,4}=\s{0,4}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_IN_PAGE = re.compile(rb"<meta[^>]{0,400}?charset\s{0,4}=\s{0,4}[\"']?([\w.:-]{1,40})", re.I)
#: Where browsers look for it; some pages have a long comment first.
_HEAD_BYTES = 4096
_GUESS = "cp1252"


def decode(content: bytes, *, content_type: str = "") -> str:
    """Return the text of a page; signs that nobody can read become U+FFFD. Never raises."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    announced = _announced(content, content_type)
    for encoding in dict.fromkeys(("utf-8", *announced)):
        if encoding != "utf-8" or _is_utf8(content, announced):
            return content.decode(encoding, "replace")
    return content.decode(_GUESS, "replace")


def _announced(content: bytes, content_type: str) -> list[str]:
    in_header = _IN_HEADER.search(content_type)
    in_page = _IN_PAGE.search(content[:_HEAD_BYTES])
    names = [in_header[1]] if in_header else []
    names += [in_page[1].decode("ascii", "replace")] if in_page else []
    return [_KNOWN[name.lower()] for name in names if name.lower() in _KNOWN]


def _is_utf8(content: bytes, announced: list[str]) -> bool:
    """Tell whether bytes are UTF-8: no text in another encoding looks like it by chance.

    Only where UTF-16 is announced, a page of plain letters could be both.
    """
    if any(one.startswith("utf-16") for one in announced) and b"\x00" in content[:64]:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
