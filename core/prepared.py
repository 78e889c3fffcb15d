"""Statements that every turn runs: put into SQL once, then handed to the driver as they are.

SQLAlchemy looks a statement up, fits its parameters and wraps its rows anew at each execution,
which costs several times what SQLite takes to do it. What a `Prepared` gives are plain tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect, Float, ReturnsRows, Table, insert
from sqlalchemy.exc import DBAPIError

Values = dict[str, Any]
Row = tuple[Any, ...]
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as one driver takes it; the converters are None where a value goes as it is."""

    sql: str
    names: tuple[tuple[str, Convert | None], ...]
    constants: Values
    positional: bool
    columns: tuple[tuple[int, Convert], ...]


class Prepared:
    """A statement that is always the same but for the values of its parameters.

    The names of the values given may differ from call to call (an INSERT or UPDATE of some
    columns); what stands in the statement itself is fixed with the first call.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._ready: dict[tuple[str, ...], _Ready] = {}

    def rows(self, db: Connection, values: Values) -> list[Row]:
        """Every row."""
        ready = self._for(db, values)
        return [_converted(row, ready.columns) for row in self._execute(db, ready, values)]

    def first(self, db: Connection, values: Values) -> Row | None:
        """The first row, where there is one; the statement says LIMIT where there may be many."""
        ready = self._for(db, values)
        found = self._execute(db, ready, values).fetchall()
        return _converted(found[0], ready.columns) if found else None

    def value(self, db: Connection, values: Values) -> Any:
        """The first column of the first row; None where there is no row."""
        row = self.first(db, values)
        return None if row is None else row[0]

    def run(self, db: Connection, values: Values) -> int:
        """How many rows it wrote."""
        return int(self._execute(db, self._for(db, values), values).rowcount)

    def run_many(self, db: Connection, many: Sequence[Values]) -> None:
        """Once with each of the values, which all have the same names."""
        if many:
            ready = self._for(db, many[0])
            parameters = [_parameters(ready, values) for values in many]
            self._ask(db, ready, lambda driver: driver.cursor().executemany(ready.sql, parameters))

    def _for(self, db: Connection, values: Values) -> _Ready:
        key = (db.dialect.name, *values)
        ready = self._ready.get(key)
        if ready is None:
            ready = self._ready[key] = _prepare(self._statement, db.dialect, values)
        return ready

    def _execute(self, db: Connection, ready: _Ready, values: Values) -> Any:
        parameters = _parameters(ready, values)
        return self._ask(db, ready, lambda driver: driver.execute(ready.sql, parameters))

    def _ask(self, db: Connection, ready: _Ready, ask: Convert) -> Any:
        try:
            return ask(db.connection.driver_connection)
        except db.dialect.loaded_dbapi.Error as error:
            raise _as_sqlalchemy(db, ready.sql, error) from error


class BulkInsert(Prepared):
    """Many new rows of one table: by COPY on PostgreSQL, which takes a third of the time there."""

    def __init__(self, table: Table) -> None:
        super().__init__(insert(table))
        self._table = table

    def run_many(self, db: Connection, many: Sequence[Values]) -> None:
        """Write the rows, which all give the same columns."""
        if db.dialect.name == "postgresql" and many:
            ready = self._for(db, many[0])
            quoted = db.dialect.identifier_preparer
            columns = ", ".join(quoted.quote(name) for name, _ in ready.names)
            sql = f"COPY {quoted.format_table(self._table)} ({columns}) FROM STDIN"
            self._ask(db, ready, lambda driver: _copy(driver.cursor(), sql, ready, many))
        else:
            super().run_many(db, many)


def _copy(cursor: Any, sql: str, ready: _Ready, many: Sequence[Values]) -> None:
    names = [name for name, _ in ready.names]
    with cursor.copy(sql) as copy:
        for values in many:
            row: Any = _parameters(ready, values)
            copy.write_row([row[name] for name in names])


def _prepare(statement: ClauseElement, dialect: Dialect, values: Values) -> _Ready:
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(values))
    state = compiled.construct_expanded_state(values)
    names = state.positiontup if compiled.positional else list(state.parameters)
    types = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
    converts = {name: one.bind_processor(dialect) for name, one in types.items()}
    converts |= state.processors
    return _Ready(
        sql=state.statement,
        names=tuple((name, converts.get(name)) for name in names),
        constants={name: one for name, one in state.parameters.items() if name not in values},
        positional=bool(compiled.positional),
        columns=_columns(statement, dialect),
    )


def _columns(statement: ClauseElement, dialect: Dialect) -> tuple[tuple[int, Convert], ...]:
    if not isinstance(statement, ReturnsRows):
        return ()
    types = [column.type for column in statement.exported_columns]
    # Both drivers give a float as a float; PostgreSQL's converter would ask for the column's kind.
    converts = [
        None
        if isinstance(kind, Float)
        else kind.dialect_impl(dialect).result_processor(dialect, None)
        for kind in types
    ]
    return tuple((place, one) for place, one in enumerate(converts) if one is not None)


def _parameters(ready: _Ready, values: Values) -> Sequence[Any] | Values:
    if ready.constants:
        values = ready.constants | values
    if ready.positional:
        return [
            values[name] if convert is None else convert(values[name])
            for name, convert in ready.names
        ]
    return {
        name: values[name] if convert is None else convert(values[name])
        for name, convert in ready.names
    }


def _converted(row: Row, columns: tuple[tuple[int, Convert], ...]) -> Row:
    if not columns:
        return row
    values = list(row)
    for place, convert in columns:
        values[place] = convert(values[place])
    return tuple(values)


def _as_sqlalchemy(db: Connection, sql: str, error: Exception) -> BaseException:
    """The driver's error as everybody here expects it: named for its kind, without values."""
    dialect = db.dialect
    lost = dialect.is_disconnect(error, db.connection.driver_connection, None)  # type: ignore[arg-type]
    if lost:
        db.invalidate(error)
    return DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
