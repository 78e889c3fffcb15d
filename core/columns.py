"""The types of our columns, each with what it promises on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, TypeDecorator

Id = BigInteger().with_variant(Integer, "sqlite")
"""A row's number; SQLite counts up by itself only for its own INTEGER.

Tables keyed by it are made with `sqlite_autoincrement`: a number once used, and perhaps shown in
a button, must never come to name another row.
"""


# Without its zone, which is always the same.
_TEXT_CHARACTERS = 26


class UtcDateTime(TypeDecorator[datetime]):
    """An instant; always aware and in UTC on our side, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    # Whole processors: a turn converts dozens of values, and the usual hooks go through two more
    # calls and a pattern for each.

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        return _utc_text if dialect.name == "sqlite" else _utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        return _from_utc_text if dialect.name == "sqlite" else _utc


def _utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a time without a zone names no instant")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def _utc_text(value: datetime | None) -> str | None:
    """As SQLAlchemy keeps it in SQLite: 2026-10-02 18:04:00.000000."""
    moment = _utc(value)
    return None if moment is None else moment.isoformat(" ", "microseconds")[:_TEXT_CHARACTERS]


# A turn reads the same rows again that the turn before it read: their times and weights are
# found faster than made.


@lru_cache(maxsize=32_768)
def _from_utc_text(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(kept).replace(tzinfo=UTC)


@lru_cache(maxsize=8192)
def _from_thousandths(kept: int | None) -> Decimal | None:
    return None if kept is None else Decimal(kept) / 1000


class Thousandths(TypeDecorator[Decimal]):
    """A decimal with three places, kept as a whole number so that SQLite stays exact."""

    impl = BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Decimal | None], int | None]:
        return _to_thousandths

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        return _from_thousandths


def _to_thousandths(value: Decimal | None) -> int | None:
    return None if value is None else int((value * 1000).to_integral_value())
