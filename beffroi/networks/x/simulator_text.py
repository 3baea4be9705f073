"""How the simulated X reads a text: by hand, sign after sign, and not by the adapter's patterns.

https://docs.x.com/fundamentals/counting-characters, read on 2026-11-22. Only the list of domains
that exist is shared with the adapter.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from beffroi.networks.x.top_level_domains import TOP_LEVEL_DOMAINS

_JOINER, _PICTURE_MARK, _TEXT_MARK, _KEYCAP = "\u200d", "\ufe0f", "\ufe0e", "\u20e3"
_STOPS_BEFORE = frozenset("@＠$#＃\u202a\u202b\u202c\u202d\u202e")
_PATH_SIGNS = frozenset("!*';:=+,.$/%#[]-–_~@|&")
_QUERY_SIGNS = frozenset("!?*'@();:&=+$/%#[]-_.,~|")


class Address(NamedTuple):
    """A part of a text that becomes a link."""

    start: int
    end: int
    written: str

    @property
    def expanded(self) -> str:
        """Where it leads."""
        has_scheme = self.written.lower().startswith(("http://", "https://"))
        return self.written if has_scheme else f"http://{self.written}"


def weigh(text: str) -> int:
    """Return how many of its 280 units X finds in a text."""
    text = unicodedata.normalize("NFC", text)
    ends = {one.start: one.end for one in find_addresses(text)}
    total = position = 0
    while position < len(text):
        if position in ends:
            total, position = total + 23, ends[position]
            continue
        length = _emoji_length(text, position)
        total += 2 if length else _weight(text[position])
        position += length or 1
    return total


def find_addresses(text: str) -> list[Address]:
    """Return the addresses of a text, in order."""
    found: list[Address] = []
    position = 0
    while position < len(text):
        end = _address_end(text, position)
        if end:
            found.append(Address(position, end, text[position:end]))
        position = end or position + 1
    return found


def count_cashtags(text: str) -> int:
    """Count words like $ACME."""
    words = (word.rstrip(".,;:!?)") for word in text.split())
    return sum(word[:1] == "$" and word[1:].isascii() and word[1:].isalpha() for word in words)


def _weight(sign: str) -> int:
    code = ord(sign)
    light = code <= 4351 or 8192 <= code <= 8205 or 8208 <= code <= 8223 or 8242 <= code <= 8247
    return 1 if light else 2


def _address_end(text: str, start: int) -> int:
    """Return where the address that begins at `start` ends, 0 when none does."""
    before = text[start - 1] if start else " "
    if (before.isascii() and before.isalnum()) or before in _STOPS_BEFORE:
        return 0
    for scheme in ("https://", "http://"):
        if text[start : start + len(scheme)].lower() == scheme:
            return _after_domain(text, start + len(scheme), is_bare=False)
    if before.isalnum() or before in "_./-":
        return 0
    return _after_domain(text, start, is_bare=True)


def _after_domain(text: str, start: int, *, is_bare: bool) -> int:
    end = start
    while end < len(text) and _is_of_domain(text[end], is_bare=is_bare):
        end += 1
    labels = text[start:end].split(".")
    whole = _whole_labels(labels)
    for kept in range(len(whole), 1, -1):
        if whole[kept - 1].lower() in TOP_LEVEL_DOMAINS:
            stop = start + len(".".join(whole[:kept]))
            return _after_path(text, stop) if _may_end(text, stop) else 0
    return 0


def _whole_labels(labels: list[str]) -> list[str]:
    """Return the labels up to the first that cannot be one."""
    for index, label in enumerate(labels):
        trimmed = label.rstrip("-_")
        if not label or not label[0].isalnum():
            return labels[:index]
        if trimmed != label:
            return [*labels[:index], trimmed]
    return labels


def _may_end(text: str, stop: int) -> bool:
    after = text[stop : stop + 1]
    return not ((after.isascii() and after.isalnum()) or (after and after in "@+-"))


def _is_of_domain(sign: str, *, is_bare: bool) -> bool:
    if sign in ".-_":
        return True
    if is_bare:
        return sign.isalnum() and (sign.isascii() or "LATIN" in unicodedata.name(sign, ""))
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


def _after_path(text: str, position: int) -> int:
    if text[position : position + 1] == ":" and text[position + 1 : position + 2].isdigit():
        position += 1
        while text[position : position + 1].isdigit():
            position += 1
    if text[position : position + 1] == "/":
        position = _path_end(text, position + 1)
    if text[position : position + 1] == "?":
        position = _query_end(text, position)
    return position


def _path_end(text: str, start: int) -> int:
    """Return where a path ends: not in punctuation, and not in a bracket that nobody closed."""
    end, opened = start, []
    while end < len(text):
        sign = text[end]
        if sign == "(":
            opened.append(end)
        elif sign == ")" and opened:
            opened.pop()
        elif not (sign in _PATH_SIGNS or _is_letter_of_path(sign)):
            break
        end += 1
    end = opened[0] if opened else end
    while end > start and not (text[end - 1] in "+-=_#/)" or _is_letter_of_path(text[end - 1])):
        end -= 1
    return end


def _query_end(text: str, mark: int) -> int:
    end = mark + 1
    while end < len(text) and (text[end] in _QUERY_SIGNS or _is_plain(text[end])):
        end += 1
    while end > mark + 1 and not (text[end - 1] in "-_&=#/" or _is_plain(text[end - 1])):
        end -= 1
    return end if end > mark + 1 else mark


def _is_plain(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _is_letter_of_path(sign: str) -> bool:
    name = unicodedata.name(sign, "")
    return _is_plain(sign) or (sign.isalpha() and ("LATIN" in name or "CYRILLIC" in name))


def _emoji_length(text: str, start: int) -> int:
    """Return how many code points the emoji at `start` has, 0 when there is none."""
    if text[start] in "0123456789#*":
        end = start + 1 + (text[start + 1 : start + 2] == _PICTURE_MARK)
        return end + 1 - start if text[end : end + 1] == _KEYCAP else 0
    if _is_flag_letter(text[start]):
        return 2 if _is_flag_letter(text[start + 1 : start + 2]) else 0
    return _pictures_end(text, start) - start


def _pictures_end(text: str, start: int) -> int:
    end = _picture_end(text, start)
    while end > start and text[end : end + 1] == _JOINER:
        following = _picture_end(text, end + 1)
        if following == end + 1:
            break
        end = following
    while end > start and "\U000e0020" <= text[end : end + 1] <= "\U000e007f":
        end += 1
    return end


def _picture_end(text: str, start: int) -> int:
    sign, after = text[start : start + 1], text[start + 1 : start + 2]
    needs_mark = sign in {"©", "®"}
    if not (needs_mark or _is_picture(sign)) or after == _TEXT_MARK:
        return start
    if after == _PICTURE_MARK or "\U0001f3fb" <= after <= "\U0001f3ff":
        return start + 2
    return start if needs_mark else start + 1


def _is_picture(sign: str) -> bool:
    return (
        "\U0001f300" <= sign <= "\U0001faff"
        or "\u2600" <= sign <= "\u27bf"
        or "\u2b00" <= sign <= "\u2bff"
        or "\u2190" <= sign <= "\u21ff"
    )


def _is_flag_letter(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"
