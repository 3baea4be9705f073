"""What people do with the moderation charter: write it, publish it, withdraw it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from beffroi.company import clauses, queries
from beffroi.company.clauses import Text, Wishes
from beffroi.company.models import Charter, CharterVersion
from beffroi.core import audit
from beffroi.workspaces.models import User, Workspace

_NAME_IN_ADDRESS_MAX = 40
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_RANDOM_LETTERS = 8


def wishes_of(charter: Charter | None) -> Wishes:
    """Return what the company chose for its charter; nothing while none was begun."""
    if charter is None:
        return Wishes()
    return Wishes(
        language=charter.language,
        moderator=charter.moderator,
        left_out=frozenset(charter.left_out),
        own_words=charter.own_words,
    )


def text_for(workspace: Workspace, *, wishes: Wishes) -> Text:
    """Return the charter as it would be published now."""
    facts, promise = queries.facts_of(workspace), queries.promise_of(workspace)
    return clauses.text_of(facts, promise=promise, wishes=wishes)


def says(version: CharterVersion, *, text: Text) -> bool:
    """Tell whether a version is word for word this text."""
    same_words = version.content == clauses.to_json(text) and version.title == text.title
    return same_words and version.language == text.language


@transaction.atomic
def write(
    workspace: Workspace, *, wishes: Wishes, is_indexed: bool, actor: User, now: datetime
) -> Charter:
    """Keep what was chosen for the charter; strangers go on reading what was published."""
    charter = queries.charter_of(workspace) or _begin(workspace, now=now)
    charter.language = wishes.language
    charter.moderator = wishes.moderator
    charter.left_out = clauses.known(wishes.left_out)
    charter.own_words = wishes.own_words
    charter.is_indexed = is_indexed
    charter.changed_at = now
    charter.save()
    _record(charter, "company.charter_changed", actor=actor, now=now)
    return charter


@transaction.atomic
def publish(charter: Charter, *, actor: User, now: datetime) -> CharterVersion:
    """Show the charter to everybody, as it reads now; the same words are not a new version."""
    locked = Charter.objects.select_for_update().get(pk=charter.pk)
    text = text_for(charter.workspace, wishes=wishes_of(locked))
    newest = locked.versions.order_by("-number", "id").first()
    is_same = newest is not None and says(newest, text=text)
    version = newest if newest and is_same else _new_version(locked, text, actor, now)
    locked.is_public = True
    locked.save(update_fields=["is_public"])
    _record(locked, "company.charter_published", actor=actor, now=now)
    return version


@transaction.atomic
def withdraw(charter: Charter, *, actor: User, now: datetime) -> None:
    """Take the charter away from its public address; its versions stay."""
    Charter.objects.filter(pk=charter.pk).update(is_public=False)
    _record(charter, "company.charter_withdrawn", actor=actor, now=now)


@transaction.atomic
def bring_back(charter: Charter, *, actor: User, now: datetime) -> bool:
    """Undo the withdrawal: show the newest version again. False where nothing was published."""
    if not charter.versions.exists():
        return False
    Charter.objects.filter(pk=charter.pk).update(is_public=True)
    _record(charter, "company.charter_returned", actor=actor, now=now)
    return True


def _begin(workspace: Workspace, *, now: datetime) -> Charter:
    """Make the row; whoever begins at the same time gets the same."""
    address = _new_address(queries.called(workspace))
    charter, _is_new = Charter.objects.get_or_create(
        workspace=workspace, defaults={"address": address, "changed_at": now}
    )
    return charter


def _new_version(charter: Charter, text: Text, actor: User, now: datetime) -> CharterVersion:
    return CharterVersion.objects.create(
        charter=charter,
        number=charter.versions.count() + 1,
        language=text.language,
        title=text.title,
        content=clauses.to_json(text),
        published_at=now,
        published_by=actor,
    )


def _new_address(name: str) -> str:
    """Return an address that can be read aloud and not be guessed."""
    random = "".join(secrets.choice(_LETTERS) for _place in range(_RANDOM_LETTERS))
    readable = slugify(name)[:_NAME_IN_ADDRESS_MAX].strip("-")
    return f"{readable}-{random}" if readable else random


def _record(charter: Charter, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=charter.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"charter {charter.pk}",
        now=now,
    )
