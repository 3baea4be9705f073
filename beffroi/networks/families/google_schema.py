"""Checks what goes in and out of a simulated Google interface against the vendor's own types.

A resource maps each field to its type: "string", "boolean", "integer", "uint64" (a number as
text), "date-time", "any", a tuple of allowed words, a list of one type, or the name of another
resource.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from beffroi.networks.simulation_server import Call

#: A type as described above.
Type = str | tuple[str, ...] | list[Any]
Resources = Mapping[str, Mapping[str, Type]]


class Misfit(Exception):
    """What was sent or answered does not fit; the text says where."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the query. `bounds` are of an integer, `words` all that is allowed."""

    required: bool = False
    repeated: bool = False
    kind: str = "string"
    bounds: tuple[int, int] | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Method:
    """One call: its parameters, and the resources that go in and out."""

    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    takes: str = ""
    gives: str = ""


#: What every method of every interface takes besides its own.
_EVERYWHERE = frozenset({"alt", "fields", "key", "prettyPrint", "quotaUser", "uploadType"})


def check_query(method: Method, call: Call) -> None:
    """Raise Misfit for an unknown, missing or wrong parameter."""
    for name, values in call.query.items():
        parameter = method.parameters.get(name)
        if parameter is None and name not in _EVERYWHERE:
            raise Misfit(f'Invalid JSON payload received. Unknown name "{name}"')
        if parameter is not None:
            _check_values(name, parameter, values)
    for name, parameter in method.parameters.items():
        if parameter.required and not call.query.get(name, [""])[0]:
            raise Misfit(f"Required parameter: {name}")


def _check_values(name: str, parameter: Parameter, values: list[str]) -> None:
    if len(values) > 1 and not parameter.repeated:
        raise Misfit(f"{name} is given twice")
    for value in values:
        if parameter.words and value not in parameter.words:
            raise Misfit(f"Invalid value at '{name}'")
        if parameter.kind == "boolean" and value not in {"true", "false"}:
            raise Misfit(f"Invalid value at '{name}' (TYPE_BOOL)")
        if parameter.kind == "integer" and not _is_within(value, parameter.bounds):
            raise Misfit(f"Invalid value at '{name}' (TYPE_UINT32)")


def _is_within(value: str, bounds: tuple[int, int] | None) -> bool:
    if not value.isdecimal():
        return False
    return bounds is None or bounds[0] <= int(value) <= bounds[1]


def check(value: Any, type_: Type, resources: Resources, *, at: str = "body") -> None:
    """Raise Misfit when `value` is not of `type_`."""
    if isinstance(type_, tuple):
        _require(value in type_, at)
    elif isinstance(type_, list):
        _require(isinstance(value, list), at)
        for place, one in enumerate(value):
            check(one, type_[0], resources, at=f"{at}[{place}]")
    elif type_ in resources:
        _check_resource(value, resources[type_], resources, at=at)
    else:
        _require(_is_plain(value, type_), at)


def _check_resource(
    value: Any, fields: Mapping[str, Type], resources: Resources, *, at: str
) -> None:
    _require(isinstance(value, dict), at)
    for name, inner in value.items():
        if name not in fields:
            raise Misfit(f"Unknown name {name!r} at {at!r}: Cannot find field.")
        check(inner, fields[name], resources, at=f"{at}.{name}")


def _require(is_right: bool, at: str) -> None:
    if not is_right:
        raise Misfit(f"Invalid value at '{at}'")


def _is_plain(value: Any, type_: str) -> bool:
    if type_ == "date-time":
        return isinstance(value, str) and _is_instant(value)
    if type_ == "uint64":
        return isinstance(value, str) and value.removeprefix("-").isdecimal()
    kinds: dict[str, type] = {"string": str, "boolean": bool, "integer": int, "any": object}
    is_kind = isinstance(value, kinds[type_])
    return is_kind and not (type_ == "integer" and isinstance(value, bool))


def _is_instant(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
