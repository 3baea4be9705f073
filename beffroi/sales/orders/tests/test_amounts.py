from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.sales.orders.amounts import (
    CENTS_MAX,
    Amount,
    Mark,
    cents,
    currency_of,
    machine_amount,
    mark_of,
    read_amount,
)
from beffroi.sales.orders.currencies import CODES
from beffroi.sales.orders.problems import Problem, Refused

_CENTS = st.integers(min_value=-CENTS_MAX, max_value=CENTS_MAX)


@pytest.mark.parametrize(
    ("text", "expected", "currency"),
    [
        ("1 234,50 €", 123450, "EUR"),
        ("1\u202f234,50\u00a0€", 123450, "EUR"),
        ("1,234.50", 123450, None),
        ("1234", 123400, None),
        ("-12,5", -1250, None),
        ("\u221212,50 €", -1250, "EUR"),
        ("(3.00)", -300, None),
        ("- 5", -500, None),
        ("+5", 500, None),
        ("0,123", 12, None),
        ("0,125", 13, None),
        ("-0,125", -13, None),
        ("1234,567", 123457, None),
        ("1 234,567", 123457, None),
        ("1,234,567", 123456700, None),
        ("1.234.567,8", 123456780, None),
        ("1'234.50", 123450, None),
        ("1’234.50", 123450, None),
        ("1 234 567", 123456700, None),
        (".5", 50, None),
        ("１２３", 12300, None),
        ("12.500000", 1250, None),
        ("EUR 12", 1200, "EUR"),
        ("12 eur", 1200, "EUR"),
        ("12 euros", 1200, "EUR"),
        ("£1,000.00", 100000, "GBP"),
        ("-€5", -500, "EUR"),
        ("€ -5", -500, "EUR"),
        ("CA$ 12", 1200, "CAD"),
        ("12,00 $ CA", 1200, "CAD"),
        ("US$ 1,234.50", 123450, "USD"),
        ("5 fr.", 500, "CHF"),
        ("12,50 FCFA", 1250, "XOF"),
        ("$12.5", 1250, None),
        ("12.50 kr", 1250, None),
    ],
)
def test_a_sum_is_read_as_people_write_it(text: str, expected: int, currency: str | None) -> None:
    assert read_amount(text) == Amount(expected, currency)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.NO_AMOUNT),
        ("\u00a0", Problem.NO_AMOUNT),
        ("abc", Problem.BAD_AMOUNT),
        ("12 34", Problem.BAD_AMOUNT),
        ("1,2,3", Problem.BAD_AMOUNT),
        ("12.345.67", Problem.BAD_AMOUNT),
        ("1.234.50", Problem.BAD_AMOUNT),
        ("1,234 567", Problem.BAD_AMOUNT),
        ("12,", Problem.BAD_AMOUNT),
        ("--5", Problem.BAD_AMOUNT),
        ("(-5)", Problem.BAD_AMOUNT),
        ("12-", Problem.BAD_AMOUNT),
        ("1e400", Problem.BAD_AMOUNT),
        ("NaN", Problem.BAD_AMOUNT),
        ("Infinity", Problem.BAD_AMOUNT),
        ("0x10", Problem.BAD_AMOUNT),
        ("€12€", Problem.BAD_AMOUNT),
        ("9" * 40, Problem.BAD_AMOUNT),
        ("1" * 100_000, Problem.BAD_AMOUNT),
        ("12 XYZ", Problem.BAD_CURRENCY),
        ("12 pommes", Problem.BAD_CURRENCY),
        ("1,234", Problem.AMBIGUOUS_AMOUNT),
        ("1.234 €", Problem.AMBIGUOUS_AMOUNT),
        ("-12,500", Problem.AMBIGUOUS_AMOUNT),
    ],
)
def test_what_is_no_sum_is_refused_with_its_reason(text: str, problem: Problem) -> None:
    with pytest.raises(Refused) as refused:
        read_amount(text)
    assert refused.value.problem is problem


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("1,234", Mark.COMMA, 123),
        ("1,234", Mark.POINT, 123400),
        ("1.234", Mark.COMMA, 123400),
        ("1.234", Mark.POINT, 123),
        ("12.50", Mark.COMMA, 1250),
        ("12,50", Mark.POINT, 1250),
        ("1.234,56", Mark.POINT, 123456),
    ],
)
def test_the_rest_of_a_table_decides(text: str, mark: Mark, expected: int) -> None:
    assert read_amount(text, mark=mark).cents == expected


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1,234", "2,50"], Mark.COMMA),
        (["1,234", "1,234.50"], Mark.POINT),
        (["1.234.567 €"], Mark.COMMA),
        (["1,234"], None),
        (["12", "", "abc"], None),
        (["1.5", "1,5"], None),
        ([], None),
    ],
)
def test_one_sum_proves_the_mark_of_a_table(texts: list[str], mark: Mark | None) -> None:
    assert mark_of(texts) is mark


def _french(value: int) -> str:
    sign, whole, part = "-" if value < 0 else "", abs(value) // 100, abs(value) % 100
    return f"{sign}{whole:,}".replace(",", "\u202f") + f",{part:02}\u00a0€"


@given(_CENTS)
def test_what_is_written_in_french_is_read_back(value: int) -> None:
    assert read_amount(_french(value)) == Amount(value, "EUR")


@given(_CENTS, st.sampled_from(sorted(CODES)))
def test_what_is_written_in_english_is_read_back(value: int, code: str) -> None:
    sign, whole, part = "-" if value < 0 else "", abs(value) // 100, abs(value) % 100
    assert read_amount(f"{sign}{whole:,}.{part:02} {code}") == Amount(value, code)


@given(_CENTS)
def test_what_a_program_writes_is_read_back(value: int) -> None:
    written = Decimal(value).scaleb(-2)
    assert cents(machine_amount(f"{written:f}")) == value
    assert cents(machine_amount(written)) == value


@given(st.text(max_size=80) | st.text(alphabet="0123456789.,'- ()€$EURa\u202f", max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    try:
        found = read_amount(text)
    except Refused:
        return
    assert abs(found.cents) <= CENTS_MAX
    assert found.currency is None or found.currency in CODES


@given(st.lists(st.text(alphabet="0123456789., ", max_size=12), max_size=6))
def test_the_mark_of_a_table_does_not_hang_on_the_order_of_its_rows(texts: list[str]) -> None:
    assert mark_of(texts) is mark_of(reversed(texts))


@pytest.mark.parametrize(
    "value",
    [None, True, [], {}, "", "12,50", "1e5", " ", "abc", "1" * 40, 10**30, Decimal("1e400"),
     Decimal("NaN"), Decimal("Infinity")],
)  # fmt: skip
def test_what_no_program_writes_as_a_sum_is_refused(value: object) -> None:
    with pytest.raises(Refused):
        cents(machine_amount(value))


@pytest.mark.parametrize(
    ("value", "expected"), [(12, 1200), ("-3.5", -350), (Decimal("1E+2"), 10000)]
)
def test_programs_write_sums_in_several_ways(value: object, expected: int) -> None:
    assert cents(machine_amount(value)) == expected


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    with pytest.raises(Refused):
        machine_amount(10**5000)


def test_a_currency_is_one_of_iso_4217() -> None:
    assert currency_of(" eur ") == "EUR"
    for wrong in ("", "EURO", "XYZ", "€", None, 978):
        with pytest.raises(Refused):
            currency_of(wrong)
