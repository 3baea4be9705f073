"""All watches of the installation as one index, made anew whenever one changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import F

from beffroi.listening import sought
from beffroi.listening.languages import Wanted
from beffroi.listening.models import Edition, Watch
from beffroi.matching.common import Frequency, frequency
from beffroi.matching.hanging import TooWide
from beffroi.matching.index import Index
from beffroi.networks.listening import TOPICS_MAX

_ONLY = 1


@dataclass(frozen=True, slots=True)
class Compiled:
    """The index of all watches that are on, of which edition, and whose each watch is."""

    edition: int
    index: Index
    workspaces: Mapping[int, int]
    #: Networks that some watch wants to hear; None: one of them wants all.
    networks: frozenset[str] | None = frozenset()
    languages: Wanted = field(default_factory=dict)
    #: Hashtags by workspace, without their sign, those of older watches first.
    topics: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def wants(self, network: str) -> bool:
        """Tell whether any watch would hear something of this network."""
        if not self.workspaces:
            return False
        return self.networks is None or network in self.networks

    def by_workspace(self, keys: Collection[int]) -> dict[int, list[int]]:
        """Return watches by workspace, without those that are gone since."""
        found: dict[int, list[int]] = {}
        for key in keys:
            workspace_id = self.workspaces.get(key)
            if workspace_id is not None:
                found.setdefault(workspace_id, []).append(key)
        return found


def bump() -> None:
    """Have listeners read the watches anew; in the transaction that changes one."""
    if not Edition.objects.filter(pk=_ONLY).update(number=F("number") + 1):
        Edition.objects.get_or_create(pk=_ONLY, defaults={"number": 1})


def edition() -> int:
    """Return the number of the watches as they are now."""
    return Edition.objects.filter(pk=_ONLY).values_list("number", flat=True).first() or 0


def compile_watches(*, expected: Frequency = frequency) -> Compiled:
    """Return the index of all watches that are on."""
    number = edition()  # before: what changes while they are read is read again
    rows = Watch.objects.listening().order_by("pk").values_list("pk", "workspace_id", "query")
    workspaces: dict[int, int] = {}
    queries = []
    topics: defaultdict[int, list[str]] = defaultdict(list)
    networks: set[str] = set()
    hears_all = False
    for pk, workspace_id, stored in rows.iterator(chunk_size=2000):
        wanted = sought.kept(stored)
        workspaces[pk] = workspace_id
        queries.append(wanted.query(pk))
        topics[workspace_id] += wanted.hashtags
        networks.update(wanted.networks)
        hears_all = hears_all or not wanted.networks
    index = Index(queries, frequency=expected)
    languages = {query.key: query.languages for query in queries if query.languages}
    return Compiled(
        number,
        index,
        workspaces,
        None if hears_all else frozenset(networks),
        languages,
        {key: tuple(dict.fromkeys(found))[:TOPICS_MAX] for key, found in topics.items() if found},
    )


def note_left_out(index: Index) -> None:
    """Write on watches that the index cannot have why; they are listed with what to do."""
    rows = Watch.objects.listening()
    rows.exclude(left_out="").exclude(pk__in=index.left_out).update(left_out="")
    for key, why in index.left_out.items():
        rows.filter(pk=key).update(left_out="wide" if issubclass(why, TooWide) else "empty")


#: Before anything was read: of an edition that never is.
NOTHING = Compiled(-1, Index(()), {})
