"""Makes the tables of an empty database from the models at once, where time is short."""

from __future__ import annotations

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from beffroi.core import compact


def make() -> None:
    """Make every table as the migrations would leave it, and note them as done.

    An ordinary `beffroi up` may go on with the database, later versions included.
    """
    with connection.schema_editor() as editor:
        for model in apps.get_models():  # tables between two models come with the first
            compact.make(editor, model)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in MigrationLoader(connection).disk_migrations:
        recorder.record_applied(app, name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
