"""Whose mentions are whose: what somebody may see, have erased, or object to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Max, Q

from beffroi.core.foreign import storable
from beffroi.inbox.models import Suppression
from beffroi.inbox.people.holders import Held
from beffroi.inbox.people.who import Who
from beffroi.inbox.rules import fold, shown_name
from beffroi.listening import rules
from beffroi.listening.models import Mention, MentionQuerySet
from beffroi.networks.listening import PublicPost
from beffroi.workspaces.models import Workspace

_AT_ONCE = 500
_FOUND_MAX = 20
#: Less finds too many others.
_TYPED_MIN = 2
_FOREVER = datetime.max.replace(tzinfo=UTC)
#: Stands before the name of somebody who has no account.
_NAMED = "name:"
#: A network, the server whose ids these are ("" where they hold everywhere), and the id.
Author = tuple[str, str, str]


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

    def erase(self, person: Who, *, now: datetime) -> int:
        """Delete their mentions, rows and all: ids of some networks name their author."""
        rows = _of(person)
        if person.telling_id and not _is_name(person):  # those too that bear no name any more
            theirs = Q(author_id=person.person_id) | Q(remote_id__contains=person.telling_id)
            rows = _there(person).filter(theirs)
        return _delete(rows)

    def erase_again(self, workspace_id: int, *, now: datetime) -> int:
        """Delete what is there of whoever was erased or objects."""
        authors = _authors(workspace_id)
        done = 0
        for start in range(0, len(authors), _AT_ONCE):
            until = silenced(workspace_id, authors[start : start + _AT_ONCE])
            for author, at in until.items():
                done += _delete(_of(Who(workspace_id, *author)).filter(written_at__lte=at))
        return done


def _delete(rows: MentionQuerySet) -> int:
    rows.hand_over()
    return rows.delete()[1].get("listening.Mention", 0)


def _authors(workspace_id: int) -> list[Author]:
    """Return whoever wrote mentions of a workspace that still say so."""
    rows = Mention.objects.filter(workspace=workspace_id).order_by()
    known = rows.exclude(author_id="").values_list("network", "server", "author_id")
    named = rows.filter(author_id="").exclude(author_name="")
    names = named.values_list("network", "server", "author_name").distinct()
    by_name = {(network, server, _by_name(name)) for network, server, name in names}
    return sorted({*known.distinct(), *by_name})


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody whose public words are kept, as a search finds them."""

    network: str
    server: str
    author_id: str
    name: str
    handle: str
    count: int


def find(workspace: Workspace, words: str) -> list[Found]:
    """Return those whose name, handle or id holds what is typed, most heard first."""
    typed = storable(words, longest=rules.PERSON_MAX).strip().removeprefix("@")
    if len(typed) < _TYPED_MIN:
        return []
    named = Q(author_name__icontains=typed) | Q(author_handle__icontains=typed)
    rows = Mention.objects.there().filter(named | Q(author_id=typed), workspace=workspace)
    people = rows.exclude(author_id="").order_by().values("network", "server", "author_id")
    people = people.annotate(
        count=Count("pk"), name=Max("author_name"), handle=Max("author_handle")
    )
    most = people.order_by("-count", "network", "server", "author_id")[:_FOUND_MAX]
    found = [*(Found(**one) for one in most), *_found_by_name(rows)]
    return sorted(found, key=lambda one: -one.count)[:_FOUND_MAX]


def _found_by_name(rows: MentionQuerySet) -> list[Found]:
    """Return those who have no account: in feeds and tables a name is all that tells people."""
    named = rows.filter(author_id="").exclude(author_name="").order_by("author_name")
    people = named.values_list("network", "server", "author_name")
    found: dict[Author, Found] = {}
    for network, server, name, count in people.annotate(Count("pk")):
        author = (network, server, _by_name(name))
        if not author[-1]:
            continue
        before = found[author].count if author in found else 0
        found[author] = Found(*author, name=name, handle="", count=before + count)
    return list(found.values())


def who_is(workspace: Workspace, network: str, author_id: str, *, server: str) -> Who | None:
    """Return whom an author of mentions is, None where none of theirs is kept."""
    person = Who(workspace.pk, network, server, author_id)
    if not author_id or "\0" in f"{network}{server}{author_id}":  # which no row can hold
        return None
    return person if _of(person).there().exists() else None


def author_of(post: PublicPost) -> Author:
    """Return who wrote a post: by their name where they have no account."""
    name = shown_name(post.author.display_name, handle=shown_name(post.author.handle, handle=""))
    return post.network, post.server, post.author.account_id or _by_name(name)


def silenced(workspace_id: int, authors: Collection[Author]) -> dict[Author, datetime]:
    """Return, of these authors, until when what they wrote is not kept. One query, or two.

    Of those who were erased what they wrote before; of those who object, whatever they write.
    """
    rows = Suppression.objects.filter(workspace=workspace_id)
    if not authors or not rows.exists():
        return {}
    digests = {Who(workspace_id, *author).digest: author for author in authors}
    known = rows.filter(digest__in=digests).values_list("digest", "kind", "at")
    until: dict[Author, datetime] = {}
    for digest, kind, at in known:
        author = digests[digest]
        last = _FOREVER if kind == Suppression.Kind.OBJECTED else at
        until[author] = max(last, until.get(author, last))
    return until


def _of(person: Who) -> MentionQuerySet:
    rows = _there(person)
    if not _is_name(person):
        return rows.filter(author_id=person.person_id)
    rows = rows.filter(author_id="").exclude(author_name="")
    names = rows.order_by().values_list("author_name", flat=True).distinct()
    return rows.filter(author_name__in=[one for one in names if _by_name(one) == person.person_id])


def _there(person: Who) -> MentionQuerySet:
    """Return all where their id means them."""
    return Mention.objects.filter(
        workspace=person.workspace_id, network=person.network, server=person.server
    )


def _by_name(name: str) -> str:
    """Return what stands for somebody of whom nothing but the name is known, "" for nobody."""
    folded = fold(name)
    return f"{_NAMED}{folded}"[: rules.PERSON_MAX] if folded else ""


def _is_name(person: Who) -> bool:
    return person.person_id.startswith(_NAMED)
