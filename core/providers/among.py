"""A whole list of numbers as one parameter: the statement stays the same however many they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Dialect,
    SmallInteger,
    Text,
    TypeDecorator,
    any_,
    bindparam,
    column,
    func,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine


class Numbers(TypeDecorator[Iterable[int]]):
    """Small whole numbers: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        is_sqlite = dialect.name == "sqlite"
        return dialect.type_descriptor(Text() if is_sqlite else ARRAY(SmallInteger()))

    def bind_processor(self, dialect: Dialect) -> Callable[[Iterable[int] | None], str]:
        return _as_json if dialect.name == "sqlite" else _as_array


def _as_json(numbers: Iterable[int] | None) -> str:
    return json.dumps([*(numbers or ())])


def _as_array(numbers: Iterable[int] | None) -> str:
    # Written out: the driver takes five times as long for a list.
    return f"{{{','.join(map(str, numbers or ()))}}}"


class _Among(ColumnElement[bool]):
    inherit_cache = True

    def __init__(self, one: ColumnElement[int], name: str) -> None:
        self.one = one
        self.many = bindparam(name, type_=Numbers)


def among(one: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Whether the column is one of the numbers that the parameter of this name lists."""
    return _Among(one, name)


@compiles(_Among, "postgresql")
def _on_postgresql(among: _Among, compiler: SQLCompiler, **keywords: Any) -> str:
    return compiler.process(among.one == any_(among.many), **keywords)


@compiles(_Among, "sqlite")
def _on_sqlite(among: _Among, compiler: SQLCompiler, **keywords: Any) -> str:
    each = func.json_each(among.many).table_valued(column("value"))
    return compiler.process(among.one.in_(select(each.c.value)), **keywords)
