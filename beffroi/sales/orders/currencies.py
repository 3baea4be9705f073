"""Which currencies there are, and by which signs sums tell theirs. Pure.

Codes of ISO 4217 that are money of a country in 2026, from memory of the list: unverified.
"""

from __future__ import annotations

import re

_ALL = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF
    KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
    MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CODES = frozenset(_ALL.split())
#: Signs that one currency has; a plain "$" is of twenty and tells none.
_SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₺": "TRY", "zł": "PLN", "kč": "CZK",
    "us$": "USD", "$us": "USD", "$ us": "USD", "ca$": "CAD", "c$": "CAD", "$ca": "CAD",
    "$ ca": "CAD", "a$": "AUD", "fr.": "CHF", "sfr": "CHF", "fcfa": "XOF", "euro": "EUR",
    "euros": "EUR",
}  # fmt: skip
_NO_CURRENCY = frozenset({"$", "¥", "kr", "kr."})
#: What stands around the number: letters, signs of money and the points of abbreviations.
_BEFORE = re.compile(r"([+-]?)\s?([^\d\s+\-(.,'][^\d+\-(,']*?)\s*(?=[\d+\-(]|[.,]\d)")
_AFTER = re.compile(r"(?<=[\d)])\s*([^\d\s.,'()+\-][^\d,'()+\-]*)$")


def is_currency(code: str) -> bool:
    """Tell whether this is the code of a currency, in capitals."""
    return code in CODES


def with_sign_read(plain: str) -> tuple[str, str | None, bool]:
    """Return a sum without its currency, the currency, and whether anything was written there.

    The currency is None for a sign that many share, and "" for what is no currency at all.
    """
    after = _AFTER.search(plain)
    if after:
        return plain[: after.start()], _named(after[1]), True
    before = _BEFORE.match(plain)
    if before:
        return before[1] + plain[before.end() :], _named(before[2]), True
    return plain, None, False


def _named(written: str) -> str | None:
    sign = written.strip()
    if sign.upper() in CODES and len(sign) == 3 and sign.isascii():
        return sign.upper()
    key = sign.casefold()
    return None if key in _NO_CURRENCY else _SIGNS.get(key, "")
