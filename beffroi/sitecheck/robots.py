"""What a site lets robots read: RFC 9309, the whole of it that one visit needs. Pure, bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

#: RFC 9309, section 2.5: at least 500 kibibytes are read.
BYTES_MAX = 512_000
_RULES_MAX = 2_000
_PATTERN_MAX = 500
_STARS_MAX = 20
_LINE = re.compile(r"[ \t]*([A-Za-z-]{1,40})[ \t]*:[ \t]*([^#]*)")
#: Signs that an address may hold as they are; all else is written in one way before comparing.
_KEPT = "/?:@!$&'()*+,;=-._~[]"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: what it lets, or does not let, be read."""

    allows: bool
    pattern: str

    def matches(self, path: str) -> bool:
        """Tell whether a path begins like the pattern: `*` is anything, `$` the end."""
        ends = self.pattern.endswith("$")
        pieces = self.pattern.removesuffix("$").split("*")
        if not path.startswith(pieces[0]):
            return False
        position = len(pieces[0])
        for index, piece in enumerate(pieces[1:], start=1):
            is_last = index == len(pieces) - 1
            if is_last and ends:
                return len(path) - len(piece) >= position and path.endswith(piece)
            at = path.find(piece, position)
            if at < 0:
                return False
            position = at + len(piece)
        return not ends or position == len(path)


def may_read(text: str, path: str, *, agent: str) -> bool:
    """Tell whether a robot called `agent` may read a path with its query.

    The longest pattern wins; of two as long, the one that allows.
    """
    path = _normal(path or "/")
    if path == "/robots.txt":
        return True
    matching = [rule for rule in _rules_for(text[:BYTES_MAX], agent) if rule.matches(path)]
    best = max(matching, key=lambda rule: (len(rule.pattern), rule.allows), default=None)
    return best is None or best.allows


def _rules_for(text: str, agent: str) -> list[Rule]:
    """Return the rules of the groups that name the robot, else those of the groups for all."""
    own: list[Rule] = []
    common: list[Rule] = []
    names: list[str] = []
    named, is_open = False, False
    for key, value in _lines(text):
        if key == "user-agent":
            names = [*names, value.lower()] if is_open else [value.lower()]
            is_open = True
            named = named or value.lower() == agent.lower()
        elif key in {"allow", "disallow"}:
            is_open = False
            rule = _rule(key, value)
            for wanted, rules in ((agent.lower(), own), ("*", common)):
                if rule and wanted in names and len(rules) < _RULES_MAX:
                    rules.append(rule)
    return own if named else common


def _lines(text: str) -> list[tuple[str, str]]:
    found = (_LINE.match(line) for line in re.split(r"[\r\n]+", text.removeprefix("\ufeff")))
    return [(one[1].lower(), one[2].strip()) for one in found if one]


def _rule(key: str, value: str) -> Rule | None:
    if not value or value[0] not in "/*" or len(value) > _PATTERN_MAX:
        return None
    if value.count("*") > _STARS_MAX:
        return None
    return Rule(key == "allow", _normal(value))


def _normal(path: str) -> str:
    """Write what is escaped in one way: `/%7Ejoe`, `/~joe`; `%2F` stays what it is."""
    parts = re.split("(%2[Ff])", path)
    return "".join(
        part.upper() if index % 2 else quote(unquote(part), safe=_KEPT)
        for index, part in enumerate(parts)
    )
