"""Advice, plans and their reasons as JSON types: for a stored state, and for a model to read."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.coach.advice import Fact, Reason, ReasonKind
from core.training.sets import WeightUnit


def plain(value: Any) -> Any:
    """The value as JSON types: decimals as strings, days as ISO 8601, nothing left out as null."""
    if is_dataclass(value):
        given = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: plain(one) for name, one in given.items() if one is not None and one != ()}
    if isinstance(value, tuple | list | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value


def reason_from_json(body: dict[str, Any]) -> Reason:
    """What `plain` made of a reason; raises what Python raises where it is something else."""
    values = dict(body)
    values["kind"] = ReasonKind(values["kind"])
    values["facts"] = tuple(_fact(one) for one in values.get("facts", ()))
    values["muscles"] = tuple(values.get("muscles", ()))
    if "day" in values:
        values["day"] = date.fromisoformat(values["day"])
    return Reason(**_decimals(values, "number", "low", "high", "kilograms", "percent"))


def _fact(body: dict[str, Any]) -> Fact:
    values = {field.name: body.get(field.name) for field in fields(Fact)}
    values["day"] = date.fromisoformat(body["day"])
    values["unit"] = None if values["unit"] is None else WeightUnit(body["unit"])
    return Fact(**_decimals(values, "weight", "meters", "rpe"))


def _decimals(values: dict[str, Any], *names: str) -> dict[str, Any]:
    found = {name: Decimal(values[name]) for name in names if values.get(name) is not None}
    return {**values, **found}
