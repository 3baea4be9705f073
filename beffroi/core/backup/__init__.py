"""Backup and restore of everything that Beffroi keeps, except the key file."""

from beffroi.core.backup.aside import clear_abandoned
from beffroi.core.backup.errors import (
    ArchiveUnreadable,
    BackupError,
    FileExists,
    InstanceRunning,
    NewerVersion,
    NotEmpty,
    OtherDatabase,
)
from beffroi.core.backup.making import backup
from beffroi.core.backup.manifest import Manifest
from beffroi.core.backup.restoring import Restored, register_after_restore, restore

__all__ = [
    "ArchiveUnreadable",
    "BackupError",
    "FileExists",
    "InstanceRunning",
    "Manifest",
    "NewerVersion",
    "NotEmpty",
    "OtherDatabase",
    "Restored",
    "backup",
    "clear_abandoned",
    "register_after_restore",
    "restore",
]
