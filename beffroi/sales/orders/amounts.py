"""Sums of money as people and programs write them, read into cents. Pure.

Cents are hundredths of the unit, whichever the currency; what is finer is rounded half away from 0.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum

from beffroi.sales.orders.currencies import is_currency, with_sign_read
from beffroi.sales.orders.problems import Problem, Refused

#: Ten millions: no order of a small company, and databases still multiply two of them exactly.
CENTS_MAX = 10**9
_LENGTH_MAX = 64
_CENT = Decimal(1)
_MINUS = str.maketrans({"\u2212": "-", "\u2012": "-", "\u2013": "-", "\u2019": "'"})
_BRACKETED = re.compile(r"\((.+)\)")
_NUMBER = re.compile(r"([+-]?)\s?([0-9.,' ]*[0-9])")
_MACHINE = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,12})?")
_GROUPS = re.compile(r"[0-9]{1,3}(?:([ '.,])[0-9]{3})(?:\1[0-9]{3})*")
_PLAIN = re.compile(r"[0-9]+")


class Mark(StrEnum):
    """What stands before the cents."""

    COMMA = ","
    POINT = "."

    @property
    def other(self) -> Mark:
        """The mark that then parts thousands."""
        return Mark.POINT if self is Mark.COMMA else Mark.COMMA


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum, and its currency (ISO 4217) where it is written and no other uses that sign."""

    cents: int
    currency: str | None = None


def read_amount(text: str, *, mark: Mark | None = None) -> Amount:
    """Read what people write: « 1 234,50 € », "1,234.50", "-12,5", "(3.00)", "EUR 12".

    `mark` is what stands before the cents in the rest of the table. Raises Refused: "1,234" is one
    thousand or one unit, which nothing but `mark` tells.
    """
    plain = _plain(text)
    if not plain:
        raise Refused(Problem.BAD_AMOUNT if text.strip() else Problem.NO_AMOUNT, text)
    digits, currency = _parted(plain, text)
    bracketed = _BRACKETED.fullmatch(digits)
    found = _NUMBER.fullmatch((bracketed[1] if bracketed else digits).strip())
    if found is None or (bracketed and found[1]):
        raise Refused(Problem.BAD_AMOUNT, text)
    value = _value(found[2], mark, text)
    is_negative = bool(bracketed) or found[1] == "-"
    return Amount(_bounded(-value if is_negative else value, text), currency)


def mark_of(texts: Iterable[str]) -> Mark | None:
    """Return what stands before the cents of a table; None where no sum proves it alone."""
    proven: set[Mark] = set()
    for text in texts:
        found = _proof(_plain(text))
        if found:
            proven.add(found)
        if len(proven) > 1:
            return None
    return proven.pop() if proven else None


def machine_amount(value: object) -> Decimal:
    """Return a sum that a program wrote: "12.50", 12.5, -3. Raises Refused."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        problem = Problem.NO_AMOUNT if value is None else Problem.BAD_AMOUNT
        raise Refused(problem, type(value).__name__)
    text = _written(value)
    if not text:
        raise Refused(Problem.NO_AMOUNT)
    if not _MACHINE.fullmatch(text):
        raise Refused(Problem.BAD_AMOUNT, text)
    return Decimal(text)


def cents(value: Decimal, *, detail: str = "") -> int:
    """Return a sum in cents; raises Refused beyond CENTS_MAX."""
    return _bounded(value, detail or str(value)[:_LENGTH_MAX])


def currency_of(value: object) -> str:
    """Return a currency by its ISO 4217 code; raises Refused."""
    code = value.strip().upper() if isinstance(value, str) else ""
    if not is_currency(code):
        raise Refused(Problem.BAD_CURRENCY, value if isinstance(value, str) else "")
    return code


def _written(value: str | int | Decimal) -> str:
    if isinstance(value, Decimal):
        # A float that JSON wrote as 1E+2 or 1e400: `f` would make 400 digits of the latter.
        return f"{value:f}" if value.is_finite() and abs(value.adjusted()) < 20 else str(value)
    # Python refuses to write whole numbers of thousands of digits.
    return str(value).strip() if isinstance(value, str) or abs(value) < 10**18 else "1" * 19


def _bounded(value: Decimal, text: str) -> int:
    try:
        found = int((value * 100).quantize(_CENT, rounding=ROUND_HALF_UP))
    except InvalidOperation:
        raise Refused(Problem.BAD_AMOUNT, text) from None
    if abs(found) > CENTS_MAX:
        raise Refused(Problem.BAD_AMOUNT, text)
    return found


def _plain(text: str) -> str:
    """Return a sum of plain signs and single spaces, nothing where it is too long to be one."""
    if len(text) > _LENGTH_MAX:
        return ""
    folded = unicodedata.normalize("NFKC", text).translate(_MINUS)
    return " ".join(folded.split())


def _parted(plain: str, text: str) -> tuple[str, str | None]:
    """Return the number alone, and the currency that stood before or after it."""
    digits, currency, is_named = with_sign_read(plain)
    if is_named and currency == "":
        raise Refused(Problem.BAD_CURRENCY, text)
    return digits, currency


def _value(digits: str, mark: Mark | None, text: str) -> Decimal:
    """Return what stands without its sign. Raises Refused."""
    found = _cents_mark(digits)
    if found is None and _is_ambiguous(digits):
        if mark is None:
            raise Refused(Problem.AMBIGUOUS_AMOUNT, text)
        found = mark if mark in digits else None
    elif found and mark and found is not mark and not _has_both(digits):
        # "12.50" in a table of "12,50" is still twelve and a half: three signs alone are in doubt.
        found = found if len(digits.rpartition(found)[2]) != 3 else None
    whole, _sign, part = digits.rpartition(found) if found else (digits, "", "")
    if not _is_whole(whole, found, is_alone=not found) or (found and not _PLAIN.fullmatch(part)):
        raise Refused(Problem.BAD_AMOUNT, text)
    return Decimal(f"{re.sub(r'[^0-9]', '', whole) or '0'}.{part or '0'}")


def _is_whole(whole: str, mark: Mark | None, *, is_alone: bool) -> bool:
    """Tell whether this is a whole number, its thousands parted by one sign or none."""
    if not whole:
        return not is_alone
    groups = _GROUPS.fullmatch(whole)
    return bool(_PLAIN.fullmatch(whole)) or (groups is not None and groups[1] != mark)


def _cents_mark(digits: str) -> Mark | None:
    """Return the mark before the cents, None where there is none or where it is in doubt."""
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        return Mark.COMMA if comma > point else Mark.POINT
    for sign in Mark:
        if digits.count(sign) == 1:
            return None if _is_ambiguous(digits) else sign
    return None


def _is_ambiguous(digits: str) -> bool:
    """Tell whether a lone mark may part thousands or cents: "1,234", not "0,123" nor "1234,567"."""
    return bool(re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", digits))


def _has_both(digits: str) -> bool:
    return "," in digits and "." in digits


def _proof(plain: str) -> Mark | None:
    """Return the mark that a sum proves: its own, or the other where its own parts thousands."""
    found = _NUMBER.search(with_sign_read(plain)[0])
    digits = found[2] if found else ""
    for sign in Mark:
        if digits.count(sign) > 1 and not _has_both(digits):
            return sign.other
    return _cents_mark(digits)
