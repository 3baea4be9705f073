"""The public table of what each network allows, written from what the code declares.

python -m scripts.capabilities           write docs/fr/networks.md and docs/en/networks.md
python -m scripts.capabilities --check   say whether they are in step
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks import registry
from beffroi.networks.declarations import Capability, DataUse, Declaration
from scripts.capability_words import WORDS, Words
from scripts.paths import ROOT

Column = tuple[str, Callable[[Declaration, Words], str]]


def main(arguments: list[str]) -> int:
    """Write both pages, or check them; return an exit code."""
    if arguments == ["--check"]:
        return _check()
    for language in WORDS:
        _path(language).write_text(page(language))
    return 0


def _check() -> int:
    stale = [_path(one) for one in WORDS if not _is_in_step(_path(one), page(one))]
    for path in stale:
        print(f"{path.relative_to(ROOT)}: python -m scripts.capabilities", file=sys.stderr)
    return 1 if stale else 0


def _is_in_step(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


def page(language: str) -> str:
    """Return the whole page in a language."""
    words = WORDS[language]
    http = registry.network_http(OutboundClient(OutboundPolicy()))
    declared = [registry.get(key, http).declaration for key in registry.NETWORKS]
    tables = (
        (words.abilities, _ABILITIES, [each for one in declared for each in _kinds(one, words)]),
        (words.limits, _LIMITS, declared),
        (words.rules, _RULES, declared),
    )
    parts = [f"# {words.title}\n\n{words.intro}\n"]
    parts += [f"## {title}\n{_table(columns, rows, words)}" for title, columns, rows in tables]
    return "\n".join([*parts, words.outro])


def _kinds(one: Declaration, words: Words) -> list[Declaration]:
    """Return a declaration for the network, and one for each kind of channel that can do less."""
    return [one, *(_lesser(one, kind, words) for kind in one.lacking)]


def _lesser(one: Declaration, kind: str, words: Words) -> Declaration:
    able = one.abilities(kind)
    reads = one.reads if Capability.READ_FEEDBACK in able else ()
    return replace(one, name=f"{one.name}, {words.of(kind)}", capabilities=able, reads=reads)


def _path(language: str) -> Path:
    return ROOT / "docs" / language / "networks.md"


def _table(columns: Sequence[Column], declared: Sequence[Declaration], words: Words) -> str:
    head = "| " + " | ".join(words.of(name) for name, _ in columns) + " |\n"
    rule = "|" + "---|" * len(columns) + "\n"
    rows = ("| " + " | ".join(cell(one, words) for _, cell in columns) + " |\n" for one in declared)
    return head + rule + "".join(rows)


def _name(one: Declaration, words: Words) -> str:
    return f"[{one.name}]({one.key}.md)"


def _able(*wanted: Capability) -> Callable[[Declaration, Words], str]:
    def cell(one: Declaration, words: Words) -> str:
        return words.of("yes") if set(wanted) <= one.capabilities else "—"

    return cell


def _publishes(one: Declaration, words: Words) -> str:
    if Capability.PUBLISH not in one.capabilities:
        return "—"
    limits = one.limits
    kinds = [] if limits.needs_media else [words.of("text")]
    kinds += [words.of("pictures")] if limits.images_max else []
    kinds += [words.of("video")] if limits.video else []
    kinds += [words.of("document")] if limits.document else []
    kinds += [words.of(form.value) for form in one.formats]
    return ", ".join(kinds)


def _reads(one: Declaration, words: Words) -> str:
    return ", ".join(words.of(read) for read in one.reads) or "—"


def _answers(one: Declaration, words: Words) -> str:
    able = {Capability.PUBLISH, Capability.READ_FEEDBACK} <= one.capabilities
    return words.of("yes") if able else "—"


def _moderates(one: Declaration, words: Words) -> str:
    known = (
        (Capability.HIDE_FEEDBACK, "hide"),
        (Capability.REMOVE_FEEDBACK, "remove"),
        (Capability.BLOCK_AUTHOR, "block"),
        (Capability.REPORT_FEEDBACK, "report"),
    )
    return ", ".join(words.of(name) for able, name in known if able in one.capabilities) or "—"


def _counts(one: Declaration, words: Words) -> str:
    known = (
        (Capability.READ_COUNTERS, "of posts"),
        (Capability.READ_CHANNEL_COUNTERS, "of the account"),
    )
    return ", ".join(words.of(name) for able, name in known if able in one.capabilities) or "—"


def _listens(one: Declaration, words: Words) -> str:
    """Say what of others is heard as it happens, and what is read now and then."""
    heard = [words.of("stream")] if one.listening.stream else []
    heard += [words.of(f"source {kind.value}") for kind in one.listening.sources]
    return ", ".join(heard) or "—"


def _sized(one: Declaration, words: Words) -> str:
    return words.number(one.limits.text_max)


def _source(one: Declaration, words: Words) -> str:
    return f"[{one.limits.checked_on.isoformat()}]({one.limits.source_url})"


def _version(one: Declaration, words: Words) -> str:
    if one.version is None:
        return "—"
    until = one.version.retired_on
    return f"{one.version.name}{words.until(until.isoformat()) if until else ''}"


def _yes(pick: Callable[[DataUse], bool]) -> Callable[[Declaration, Words], str]:
    return lambda one, words: words.of("yes") if pick(one.data_use) else words.of("no")


def _span(pick: Callable[[DataUse], timedelta | None]) -> Callable[[Declaration, Words], str]:
    def cell(one: Declaration, words: Words) -> str:
        span = pick(one.data_use)
        return words.hours(span // timedelta(hours=1)) if span is not None else "—"

    return cell


def _rule_source(one: Declaration, words: Words) -> str:
    use = one.data_use
    doubt = "" if use.is_confirmed else f" ({words.of('unconfirmed')})"
    return f"[{use.checked_on.isoformat()}]({use.source_url}){doubt}"


_ABILITIES: tuple[Column, ...] = (
    ("network", _name),
    ("publish", _publishes),
    ("read", _reads),
    ("answer", _answers),
    ("moderate", _moderates),
    ("counters", _counts),
    ("listens", _listens),
    ("told at once", _able(Capability.RECEIVE_WEBHOOKS)),
    ("gate", lambda one, words: words.of(one.gate.value)),
    ("verified by", lambda one, words: words.of(one.verification.value)),
)
_LIMITS: tuple[Column, ...] = (
    ("network", _name),
    ("text at most", _sized),
    ("pictures", lambda one, words: words.number(one.limits.images_max)),
    ("interface", _version),
    ("read on", _source),
)
_RULES: tuple[Column, ...] = (
    ("network", _name),
    ("contacts", _yes(lambda use: use.contacts_allowed)),
    ("export", _yes(lambda use: use.export_allowed)),
    ("kept for", _span(lambda use: use.kept_for)),
    ("read again within", _span(lambda use: use.refreshed_within)),
    ("deletions within", _span(lambda use: use.deletion_within)),
    ("read on", _rule_source),
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
