"""Bad input of every kind, through every reader: only named outcomes come out."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.sales.orders import plain, prestashop, shopify, woocommerce
from beffroi.sales.orders.tables import TableTold, read_table
from beffroi.sales.orders.tests.shops import (
    BAKERY,
    NOW,
    plain_order,
    presta_order,
    shopify_headers,
    shopify_order,
    shopify_refund,
    woo_headers,
    woo_order,
)
from beffroi.sales.orders.told import OrderGone, OrderTold, Ping, RefundTold, Unreadable

_TOLD = (OrderTold, RefundTold, OrderGone, Ping, Unreadable)
_HEADERS = {**woo_headers(), **shopify_headers()}
READERS: dict[str, Callable[..., Any]] = {
    "woocommerce": woocommerce.read,
    "shopify": shopify.read,
    "prestashop": prestashop.read,
    "plain": plain.read,
}
VALID: dict[str, list[Any]] = {
    "woocommerce": [woo_order(refunds=[{"id": 7, "total": "-30.00"}])],
    "shopify": [shopify_order(refunds=[shopify_refund()])],
    "prestashop": [{"order": presta_order()}],
    "plain": [plain_order()],
}
STRINGS = [
    "", " ", "\0", "\ud83d", "\u202e\u202dabc", "e\u0301" * 500, "Z\u0351\u036f" * 200, "ﷺ" * 100,
    "<script>alert(1)</script>", "=cmd|'/c calc'!A1", "' OR 1=1--", "../../etc/passwd",
    "a@b.c\r\nBcc: x@evil.test", "http://[::ffff:127.0.0.1]/", "javascript:alert(1)",
    "http://①②⑦.⓪.⓪.①/", "https://ok.test@evil.test", "1e400", "NaN", "Infinity", "-0", "１２３",
    "0x10", "9223372036854775808", "1,5", "1.234,56", "1 234,56", "2026-02-30",
    "2026-03-29T02:30 Europe/Paris", "0000-00-00", "9999-12-31T23:59:59+14:00", "1970-01-01",
    "2026-12-31T23:59:60Z", "292277026596-12-04", "a" * 50_000 + "!", " " * 100_000 + "x",
    "1" * 100_000, "." * 50_000, "<" * 50_000, "," * 50_000, "=" * 1000, "&" * 5000, "%" * 5000,
]  # fmt: skip
OTHERS: list[Any] = [None, True, -1, 10**18, 1.5, [], {}, [[]], [None], {"a": {}}, [1] * 2000]
FILES: dict[str, bytes] = {
    "empty": b"",
    "deep_json": b"[" * 100_000 + b"]" * 100_000,
    "deep_xml": b"<a>" * 50_000 + b"</a>" * 50_000,
    "big_int": b'{"id":' + b"9" * 5000 + b"}",
    "nan": b'{"n":NaN}',
    "twice": b'{"id":1,"id":2}',
    "surrogate": b'{"t":"\\ud83d"}',
    "invalid_utf8": b'{"t":"\xff\xfe"}',
    "utf16_json": '{"id": 1}'.encode("utf-16"),
    "laughs": b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><l>&b;</l>',
    "xxe": b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><prestashop>&x;</prestashop>',
    "latin1": '<?xml version="1.0" encoding="utf-8"?><prestashop>\xe9</prestashop>'.encode(
        "latin-1"
    ),
    "gzip": gzip.compress(b"0" * 1_000_000, mtime=0),
    "png": b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
    "zip": b"PK\x03\x04" + b"\0" * 60,
    "html": b"<html>login</html>",
    "utf16_csv": "nom;courriel\nÉlodie;e@x.fr\n".encode("utf-16"),
    "half_utf16": b"\xff\xfe\x00",
    "nul_csv": b"a,b\n\x00,\x00\n",
    "unbalanced_csv": b'Order,Date,Net,"b\nc,d\n' * 1000,
    "wide_csv": b",".join([b"x"] * 20_000) + b"\n",
    "wide_row": b"Order,Date,Net\n" + b",".join([b"x"] * 20_000) + b"\n",
    "long_line": b"a" * 3_000_000,
    "long_cell": b"Order,Date,Net\n1,2026-11-02," + b"1" * 2_000_000 + b"\n",
    "no_end": b'Order,Date,Net\n1,2026-11-02,"' + b"a\n" * 100_000,
    "form": b"webhook_id=1&a=b",
}


def told(name: str, content: bytes) -> None:
    found = READERS[name](content, _HEADERS, shop=BAKERY, now=NOW)
    assert isinstance(found, tuple)
    assert all(isinstance(one, _TOLD) for one in found)
    for one in found:
        repr(one).encode()  # whatever is told can be written


def _changed(value: Any, path: tuple[Any, ...], new: object) -> Any:
    copy = deepcopy(value)
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = new
    return copy


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    own = [path] if path else []
    return own + [found for key, one in inside for found in _paths(one, (*path, key))]


@pytest.mark.parametrize("name", READERS)
def test_every_field_may_be_of_another_kind(name: str) -> None:
    for valid in VALID[name]:
        for path in _paths(valid):
            for new in OTHERS:
                told(name, json.dumps(_changed(valid, path, new)).encode())


@pytest.mark.parametrize("name", READERS)
def test_every_field_may_hold_any_text(name: str) -> None:
    for valid in VALID[name]:
        for path in _paths(valid):
            for new in STRINGS:
                told(name, json.dumps(_changed(valid, path, new)).encode())


@pytest.mark.parametrize("name", READERS)
def test_every_field_may_be_absent(name: str) -> None:
    for valid in VALID[name]:
        for path in _paths(valid):
            if isinstance(path[-1], str):
                copy = deepcopy(valid)
                place = copy
                for step in path[:-1]:
                    place = place[step]
                del place[path[-1]]
                told(name, json.dumps(copy).encode())


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("file", FILES)
def test_a_body_may_be_anything(name: str, file: str) -> None:
    told(name, FILES[file])


@pytest.mark.parametrize("file", FILES)
def test_a_table_may_be_anything(file: str) -> None:
    found = read_table(io.BytesIO(FILES[file]), shop=BAKERY, now=NOW)
    assert isinstance(found, TableTold | Unreadable)


@pytest.mark.parametrize("place", range(4))
def test_every_cell_may_hold_any_text(place: int) -> None:
    for text in STRINGS:
        cells = ["1", "2026-11-02", "45.00", "EUR"]
        cells[place] = '"' + text.replace('"', '""').replace("\ud83d", "") + '"'
        content = "Order,Date,Net,Currency\n" + ",".join(cells) + "\n2,2026-11-02,3.00,EUR\n"
        found = read_table(io.BytesIO(content.encode()), shop=BAKERY, now=NOW)
        assert isinstance(found, TableTold | Unreadable)


@settings(max_examples=150)
@given(st.sampled_from(sorted(READERS)), st.binary(max_size=300))
def test_no_bytes_break_a_reader(name: str, content: bytes) -> None:
    told(name, content)


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader_of_tables(content: bytes) -> None:
    for start in (b"", b"Order;Date;Net\n"):
        found = read_table(io.BytesIO(start + content), shop=BAKERY, now=NOW)
        assert isinstance(found, TableTold | Unreadable)
