"""Why a backup or a restore was refused. Messages are for the person at the keyboard."""

from __future__ import annotations


class BackupError(Exception):
    """Nothing was changed; the message says what to do."""


class ArchiveUnreadable(BackupError):
    """The file is not one of our backups, or not whole."""


class NewerVersion(BackupError):
    """The backup was made by a version that this one does not know."""


class NotEmpty(BackupError):
    """There is something here that a restore would replace."""


class InstanceRunning(BackupError):
    """Beffroi runs on the data that a restore would replace."""


class OtherDatabase(BackupError):
    """The backup was made from the other kind of database."""


class FileExists(BackupError):
    """The file that a backup would write is there already."""
