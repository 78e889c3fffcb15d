"""How the next migration is written."""

from __future__ import annotations

from alembic.autogenerate import render_python_code
from alembic.operations.ops import (
    AddColumnOp,
    CreateIndexOp,
    CreateTableOp,
    DowngradeOps,
    MigrationScript,
    ModifyTableOps,
    UpgradeOps,
)
from sqlalchemy import Column, Integer

from migrations import models


def test_an_index_of_a_table_in_use_comes_in_a_file_of_its_own() -> None:
    """A build outside any transaction that is cut off is begun again without the rest."""
    new = CreateTableOp("lift", [Column("kg", Integer)])
    of_new = ModifyTableOps("lift", [CreateIndexOp("ix_lift_kg", "lift", ["kg"])])
    column = AddColumnOp("outbox", Column("paced", Integer))
    index = CreateIndexOp("ix_outbox_name", "outbox", ["name"], unique=True)
    changes = UpgradeOps([new, of_new, ModifyTableOps("outbox", [column, index])])
    written = [MigrationScript("0009", changes, DowngradeOps([]))]
    models._indexes_apart(None, None, written)
    first, second = written
    assert (second.rev_id, second.head) == ("0009_indexes", "0009")
    assert of_new.ops[0].index_name == "ix_lift_kg"  # type: ignore[attr-defined]
    assert first.upgrade_ops is not None
    assert "ix_outbox_name" not in render_python_code(first.upgrade_ops, render_as_batch=True)
    assert second.upgrade_ops is not None
    assert "add_index('ix_outbox_name', 'outbox', ['name'], unique=True)" in render_python_code(
        second.upgrade_ops, render_as_batch=True
    )


def test_without_one_there_is_one_file() -> None:
    new = UpgradeOps([CreateTableOp("lift", [Column("kg", Integer)])])
    written = [MigrationScript("0009", new, DowngradeOps([]))]
    models._indexes_apart(None, None, written)
    assert len(written) == 1
