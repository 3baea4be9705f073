"""What an archive says of itself. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

FORMAT = 1
MANIFEST_NAME = "manifest.json"
SQLITE_NAME = "database.sqlite3"
POSTGRESQL_NAME = "database.jsonl"
MEDIA_PREFIX = "media/"


class ManifestUnreadable(Exception):
    """The text is not a manifest."""


@dataclass(frozen=True)
class File:
    """One member of the archive."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """Everything needed to check an archive before it is used."""

    version: str
    made_at: str
    database: str
    migrations: tuple[tuple[str, str], ...]
    tables: Mapping[str, int]
    files: Mapping[str, File]
    format: int = FORMAT

    def write(self) -> bytes:
        """Return the text that goes into the archive."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def read_manifest(content: bytes) -> Manifest:
    """Return the manifest; raises ManifestUnreadable."""
    try:
        said = json.loads(content)
        files = {name: File(**file) for name, file in said.pop("files").items()}
        migrations = tuple((app, name) for app, name in said.pop("migrations"))
        return Manifest(**said, files=files, migrations=migrations)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ManifestUnreadable from error


def version_of(text: str) -> tuple[int, ...]:
    """Return the numbers of a version, to be compared; raises ManifestUnreadable."""
    try:
        return tuple(int(part) for part in text.split("."))
    except (ValueError, AttributeError) as error:
        raise ManifestUnreadable from error
