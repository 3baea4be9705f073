"""Tables kept once, in the order of their key, without a row's number beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ModelT = TypeVar("ModelT", bound=type[models.Model])

#: Which models have such tables, by their label: the column of words in their key, or "".
_COMPACT: dict[str, str] = {}


def table(*, words: str = "") -> Callable[[ModelT], ModelT]:
    """Say of a model that its table is made by `create`; `words` is the text in its key."""

    def note(model: ModelT) -> ModelT:
        _COMPACT[model._meta.label] = words
        return model

    return note


def make(editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
    """Make the table of any model, as its migrations would."""
    words = _COMPACT.get(model._meta.label)
    if words is None:
        editor.create_model(model)
    else:
        create(editor, model, words=words)


def create(editor: BaseDatabaseSchemaEditor, model: type[models.Model], *, words: str = "") -> None:
    """Make the table of a model whose rows are found by their key alone.

    SQLite would keep the key twice, in the table and in the index of its key. PostgreSQL would
    order words by a language's rules, which no search for a beginning can use.
    """
    statement, values = editor.table_sql(model)
    is_sqlite = editor.connection.vendor == "sqlite"
    editor.execute(f"{statement} WITHOUT ROWID" if is_sqlite else statement, values or None)
    if words and not is_sqlite:
        quote = editor.quote_name
        column = f"ALTER TABLE {quote(model._meta.db_table)} ALTER COLUMN {quote(words)}"
        editor.execute(f'{column} TYPE varchar(40) COLLATE "C"')


class CreateCompactModel(migrations.CreateModel):
    """Makes such a table. Whoever changes it later makes it anew: Django would forget its kind."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Make it."""
        model = to_state.apps.get_model(app_label, self.name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            create(schema_editor, model)
