"""A record in words."""

from __future__ import annotations

from decimal import Decimal

from bot.conversations.set_wording import distance, in_unit
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.training.records import Record, RecordKind

_WORDS = {
    RecordKind.HEAVIEST: N_("Record: {exercise}, heaviest {value} ({before} {since})"),
    RecordKind.E1RM: N_("Record: {exercise}, best estimated 1RM {value} ({before} {since})"),
    RecordKind.MOST_REPS: N_("Record: {exercise}, most reps {value} ({before} {since})"),
    RecordKind.VOLUME: N_("Record: {exercise}, most in one set {value} ({before} before)"),
    RecordKind.LONGEST: N_("Record: {exercise}, longest {value} ({before} {since})"),
    RecordKind.FARTHEST: N_("Record: {exercise}, farthest {value} ({before} {since})"),
    RecordKind.FASTEST: N_("Record: {exercise}, fastest {value} ({before} {since})"),
}


def record_line(turn: Turn, record: Record, exercise: str) -> str:
    """`Record: Bench press, best estimated 1RM 104.5 kg (103.1 on 2 Oct)`."""
    since = turn.t("before")
    if record.since is not None:
        day = record.since.astimezone(turn.person.timezone).date()
        since = turn.t("on {day}", day=turn.texts.date(day, year=day.year != turn.today.year))
        if day == turn.today:
            since = turn.t("today")
    return turn.t(
        _WORDS[record.kind],
        exercise=exercise,
        value=_value(turn, record.kind, record.value),
        before=_value(turn, record.kind, record.before),
        since=since,
    )


def _value(turn: Turn, kind: RecordKind, value: Decimal) -> str:
    match kind:
        case RecordKind.MOST_REPS:
            return turn.texts.number(value)
        case RecordKind.LONGEST | RecordKind.FASTEST:
            return turn.texts.duration(int(value))
        case RecordKind.FARTHEST:
            return distance(turn.texts, value, turn.person.unit)
        case _:
            return in_unit(turn.texts, value, turn.person.unit)
