"""Whose mentions are whose: what somebody may see, have erased, or object to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Max, Q

from beffroi.channels.models import Channel
from beffroi.inbox.models import Suppression
from beffroi.inbox.people.holders import Held
from beffroi.inbox.people.who import Who, on_channel
from beffroi.listening.models import Mention, MentionQuerySet
from beffroi.workspaces.models import Workspace

_AT_ONCE = 500
_FOUND_MAX = 20
#: Less finds too many others.
_TYPED_MIN = 2
_FOREVER = datetime.max.replace(tzinfo=UTC)
#: A network and the id of an account there.
Author = tuple[str, str]


class Mentions:
    """The words of people that listening holds (see `inbox.people.holders`)."""

    def count(self, person: Who) -> int:
        """Return how many mentions of theirs are kept."""
        return _of(person).there().count()

    def told(self, person: Who, *, is_allowed: bool) -> Sequence[Held]:
        """Return them, oldest first."""
        rows = _of(person).there().order_by("written_at", "id")
        if not is_allowed:
            return [Held(row.written_at, left_out="network_rules") for row in rows]
        return [
            Held(row.written_at, row.text, row.author_name, row.author_handle, row.url)
            for row in rows
        ]

    def erase(self, person: Who) -> int:
        """Delete their mentions, rows and all: ids of some networks name their author."""
        rows = _of(person)
        if person.telling_id:  # those too that bear no name any more
            theirs = Q(author_id=person.person_id) | Q(remote_id__contains=person.telling_id)
            rows = Mention.objects.filter(_place(person), theirs)
        return rows.delete()[1].get("listening.Mention", 0)

    def erase_again(self, workspace_id: int) -> int:
        """Delete what is there of whoever was erased or objects."""
        rows = Mention.objects.filter(workspace=workspace_id).exclude(author_id="")
        pairs = rows.order_by("network", "author_id").values_list("network", "author_id")
        authors = list(pairs.distinct())
        done = 0
        for start in range(0, len(authors), _AT_ONCE):
            until = silenced(workspace_id, authors[start : start + _AT_ONCE])
            for (network, author_id), at in until.items():
                theirs = rows.filter(network=network, author_id=author_id)
                done += theirs.filter(written_at__lte=at).delete()[1].get("listening.Mention", 0)
        return done


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody whose public words are kept, as a search finds them."""

    network: str
    author_id: str
    name: str
    handle: str
    count: int


def find(workspace: Workspace, words: str) -> list[Found]:
    """Return those whose name, handle or id holds what is typed, most heard first."""
    typed = words.strip().removeprefix("@")
    if len(typed) < _TYPED_MIN:
        return []
    named = Q(author_name__icontains=typed) | Q(author_handle__icontains=typed)
    rows = Mention.objects.there().filter(named | Q(author_id=typed), workspace=workspace)
    people = rows.exclude(author_id="").values("network", "author_id")
    people = people.annotate(
        count=Count("pk"), name=Max("author_name"), handle=Max("author_handle")
    )
    return [Found(**one) for one in people.order_by("-count", "network", "author_id")[:_FOUND_MAX]]


def who_is(workspace: Workspace, network: str, author_id: str) -> Who | None:
    """Return whom an author of mentions is, None where none of theirs is kept."""
    rows = Mention.objects.there().filter(workspace=workspace, network=network, author_id=author_id)
    if not author_id or not rows.exists():
        return None
    channels = Channel.objects.filter(workspace=workspace, network=network).order_by("pk")
    channel = channels.first()
    return on_channel(channel, author_id) if channel else Who(workspace.pk, network, "", author_id)


def silenced(workspace_id: int, authors: Collection[Author]) -> dict[Author, datetime]:
    """Return, of these authors, until when what they wrote is not kept. One query, or two.

    Of those who were erased what they wrote before; of those who object, whatever they write.
    """
    rows = Suppression.objects.filter(workspace=workspace_id)
    known = list(rows.values_list("digest", "kind", "at"))
    if not known:
        return {}
    until: dict[str, datetime] = {}
    for digest, kind, at in known:
        last = _FOREVER if kind == Suppression.Kind.OBJECTED else at
        until[digest] = max(last, until.get(digest, last))
    channels = _channels(workspace_id)
    found: dict[Author, datetime] = {}
    for network, author_id in authors:
        for one in _who(workspace_id, network, author_id, channels.get(network, ())):
            if one.digest in until:
                found[network, author_id] = until[one.digest]
    return found


def _channels(workspace_id: int) -> Mapping[str, Sequence[Channel]]:
    found: dict[str, list[Channel]] = defaultdict(list)
    for row in Channel.objects.filter(workspace=workspace_id).order_by("pk"):
        found[row.network].append(row)
    return found


def _who(
    workspace_id: int, network: str, author_id: str, channels: Iterable[Channel]
) -> Iterable[Who]:
    """Return who an author may be: an id may be one server's own, that of a channel of ours."""
    yield Who(workspace_id, network, "", author_id)
    for channel in channels:
        yield on_channel(channel, author_id)


def _of(person: Who) -> MentionQuerySet:
    return Mention.objects.filter(_place(person), author_id=person.person_id)


def _place(person: Who) -> Q:
    return Q(workspace=person.workspace_id, network=person.network)
