"""Indexes added to tables that people are using."""

from typing import Any

from alembic import op


def add_index(name: str, table: str, columns: list[str], **options: Any) -> None:
    """Create an index without keeping anybody from writing to the table meanwhile.

    `options` are those of `alembic.op.create_index`. On PostgreSQL a build that was cut off leaves
    an invalid index behind, so one of this name is dropped first.
    """
    context = op.get_context()
    if context.dialect.name != "postgresql":
        op.create_index(name, table, columns, **options)
        return
    with context.autocommit_block():
        op.drop_index(name, table, postgresql_concurrently=True, if_exists=True)
        op.create_index(name, table, columns, postgresql_concurrently=True, **options)
