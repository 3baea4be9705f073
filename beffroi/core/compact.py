"""Tables that are nothing but their key: kept once, ordered by the bytes of their words."""

from __future__ import annotations

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def create(editor: BaseDatabaseSchemaEditor, model: type[models.Model], *, words: str) -> None:
    """Make the table of a model whose columns are all in its key; `words` is that of text.

    SQLite would keep each row twice, in the table and in the index of its key. PostgreSQL would
    order the words by a language's rules, which no search for a beginning can use.
    """
    statement, values = editor.table_sql(model)
    is_sqlite = editor.connection.vendor == "sqlite"
    editor.execute(f"{statement} WITHOUT ROWID" if is_sqlite else statement, values or None)
    if not is_sqlite:
        quote = editor.quote_name
        column = f"ALTER TABLE {quote(model._meta.db_table)} ALTER COLUMN {quote(words)}"
        editor.execute(f'{column} TYPE varchar(40) COLLATE "C"')
