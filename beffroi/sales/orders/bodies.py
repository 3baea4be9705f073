"""What a shop sent, parsed within bounds, and how values are taken out of it. Pure.

Nothing of a body is trusted: a shop's owner, its plugins and its customers wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NoReturn, TypeAlias

from beffroi.core.foreign import storable
from beffroi.sales.orders.problems import Problem, Refused

#: An order of a hundred lines takes 100 to 200 kB in WooCommerce's JSON.
BYTES_MAX = 1024 * 1024
LINES_MAX = 1000
TEXT_MAX = 200
ID_MAX = 100
EMAIL_MAX = 254
#: WooCommerce's and Shopify's orders nest six deep.
_DEPTH_MAX = 32
#: Ids of shops are 64-bit numbers at most.
_DIGITS_MAX = 20

JSON: TypeAlias = "bool | int | Decimal | str | list[JSON] | dict[str, JSON] | None"
Record: TypeAlias = "dict[str, JSON]"


def read_json(body: bytes) -> JSON:
    """Parse JSON; of a key that comes twice the last counts. Raises Refused.

    Numbers with a point are Decimal. NaN, Infinity and whole numbers of more than 20 digits are no
    JSON.
    """
    if len(body) > BYTES_MAX:
        raise Refused(Problem.TOO_LARGE)
    try:
        parsed: JSON = json.loads(
            body, parse_float=Decimal, parse_int=_whole, parse_constant=_refuse_constant
        )
    except RecursionError:
        raise Refused(Problem.TOO_DEEP) from None
    except ValueError:
        raise Refused(Problem.NOT_JSON) from None
    if _depth_beyond(parsed, _DEPTH_MAX):
        raise Refused(Problem.TOO_DEEP)
    return parsed


def read_record(body: bytes) -> Record:
    """Parse a JSON object. Raises Refused."""
    parsed = read_json(body)
    if not isinstance(parsed, dict):
        raise Refused(Problem.OTHER_SHAPE)
    return parsed


def header(headers: Mapping[str, str], name: str) -> str:
    """Return a header by its name in any case, "" where there is none."""
    wanted = name.casefold()
    return next((text for key, text in headers.items() if key.casefold() == wanted), "")


def text(value: JSON, *, longest: int = TEXT_MAX) -> str:
    """Return a text on one line, fit to be stored and cut; "" for anything else."""
    if not isinstance(value, str):
        return ""
    return " ".join(storable(value[: longest * 4], longest=longest * 4).split())[:longest]


def identifier(value: JSON) -> str:
    """Return an id, which shops write as a number or a text. Raises Refused."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return str(value)
    found = text(value, longest=ID_MAX + 1)
    if not found or len(found) > ID_MAX:
        raise Refused(Problem.NO_ID, found)
    return found


def email(value: JSON) -> str:
    """Return an address of mail as it is compared, "" where there is none."""
    found = text(value, longest=EMAIL_MAX + 1).casefold()
    return found if "@" in found and " " not in found and len(found) <= EMAIL_MAX else ""


def records(value: JSON) -> list[Record]:
    """Return the objects of a list; none where it is no list. Raises Refused beyond LINES_MAX."""
    if not isinstance(value, list):
        return []
    if len(value) > LINES_MAX:
        raise Refused(Problem.TOO_MANY_LINES)
    return [one for one in value if isinstance(one, dict)]


def inner(record: Record, *keys: str) -> Record:
    """Follow `keys` through objects; an empty one where the path ends early."""
    for key in keys:
        found = record.get(key)
        record = found if isinstance(found, dict) else {}
    return record


def _whole(digits: str) -> int:
    if len(digits) > _DIGITS_MAX:
        raise ValueError("too long a number")
    return int(digits)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _depth_beyond(value: JSON, left: int) -> bool:
    """Tell whether lists and objects nest deeper than `left`."""
    if not isinstance(value, list | dict):
        return False
    inside: Sequence[JSON] = value if isinstance(value, list) else list(value.values())
    return left == 0 or any(_depth_beyond(one, left - 1) for one in inside)
