"""Indexes added to tables that people are using."""

from typing import Any

from alembic import op
from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import render_op_text
from alembic.operations.ops import CreateIndexOp, MigrateOperation

from migrations import TABLE_WAIT


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
        # Neither keeps anybody waiting: they may wait for whoever looks at the table, such as a
        # backup, as long as that takes.
        op.execute("SET lock_timeout = 0")
        op.drop_index(name, table, postgresql_concurrently=True, if_exists=True)
        op.create_index(name, table, columns, postgresql_concurrently=True, **options)
        op.execute(f"SET lock_timeout = '{TABLE_WAIT}'")


class AddIndexOp(MigrateOperation):
    """`add_index` as a version file that is being written has it."""

    def __init__(self, index: CreateIndexOp) -> None:
        self.index = index


@renderers.dispatch_for(AddIndexOp)
def _render(context: AutogenContext, operation: AddIndexOp) -> str:
    context.imports.add("from migrations.indexes import add_index")
    return render_op_text(context, operation.index).replace("op.create_index(", "add_index(", 1)
