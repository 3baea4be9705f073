"""Makes the tables of an empty database from the models at once: step by step takes a minute."""

from __future__ import annotations

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from beffroi.core import compact


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether the database holds no table of ours, not even that of the steps made."""
    steps = MigrationRecorder.Migration._meta.db_table
    ours = {*connection.introspection.django_table_names(), steps}
    return ours.isdisjoint(connection.introspection.table_names())


def make(using: str) -> None:
    """Make every table as the migrations would leave it, and note them as done; all or nothing.

    Later versions go on from there, step by step.
    """
    connection = connections[using]
    steps = MigrationRecorder.Migration
    with connection.schema_editor() as editor:
        for model in apps.get_models():  # tables between two models come with the first
            compact.make(editor, model)
        editor.create_model(steps)
        done = MigrationLoader(None).disk_migrations
        steps.objects.using(using).bulk_create(steps(app=app, name=name) for app, name in done)
        emit_post_migrate_signal(verbosity=0, interactive=False, db=using)
