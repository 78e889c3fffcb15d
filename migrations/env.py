"""What Alembic runs for every command; the connection comes from the code that calls it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator


class BrokenReferences(Exception):
    """A migration left rows that refer to nothing; it has been rolled back."""


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the database.

    A version file must go on working after the class it was made from has moved.
    """
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def migrate(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes["metadata"],
        render_as_batch=True,
        render_item=render_item,
        # The engine sends BEGIN itself, so SQLite's schema changes are transactional too.
        transactional_ddl=True,
        # PostgreSQL leaves the transaction for CREATE INDEX CONCURRENTLY; SQLite has no need to,
        # and one transaction for all keeps a second process out until everything is there.
        transaction_per_migration=not is_sqlite,
    )
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite:
            _check_references(connection)


def _check_references(connection: Connection) -> None:
    """Foreign keys were off while tables were rebuilt."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise BrokenReferences(f"{len(broken)} rows, the first in table {broken[0][0]}")


migrate(context.config.attributes["connection"])
