"""Asks once where a set line is not clear, and logs what was meant."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.conversations.log_lines import SetLog, unit_of
from bot.conversations.set_wording import effort_line
from bot.engine.flow import Chosen, Finished, Flow, GoTo, Outcome, Pass, Stay, Words, takes
from bot.engine.outgoing import Button
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.training import queries
from core.training.exercises import measure_of
from core.training.familiar import recent_exercises
from core.training.models import Status
from core.training.sets import (
    Effort,
    Line,
    Unclear,
    effort_from_json,
    effort_to_json,
)

MOST_CHOICES = 4
MOST_PENDING = 20
LONGEST_NAME = 60
MUCH = "much"
"""The doubt whether a weight out of all proportion was meant."""
# What is said of figures that have no reading at all.
_UNREADABLE = {
    "limit": N_("“{words}”: no such set can be. Type it anew, please: bench 80x8"),
    "range": N_("“{words}”: how many was it in the end? Type it anew, please: bench 80x8"),
    "reps": N_("“{words}”: how many reps? Type it anew, please: bench 80x8"),
    "plates": N_("“{words}”: how much do the plates weigh in all? Type the weight: bench 80x8"),
    "unfinished": N_("“{words}”: something is missing. Type it whole, please: bench 80x8"),
    "day": N_("“{words}”: which day was it? Type it with the day: yesterday bench 80x8"),
    "figures": N_("“{words}”: I cannot tell the set from that. Type it anew, please: bench 80x8"),
}
OTHER, NEW, KEEP, LESS, NOTHING = "other", "new", "keep", "less", "none"


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A line of a message that must be asked about: which exercise, or whether so much."""

    line: Line
    number: int
    doubt: str
    superset: str | None = None
    # The workout it belongs to, where that is known already.
    workout: int = 0


@dataclass
class Pending:
    """What is still to be asked, the newest message's lines first, each with its own time."""

    lines: list[dict[str, Any]] = field(default_factory=list)


def ask_about(turn: Turn, log: SetLog, doubtful: list[Doubtful], unclear: Unclear | None) -> None:
    """Put the first doubtful line as a question; the others, and older ones, follow."""
    sent = {
        "at": log.source.at.isoformat(),
        "order": log.source.order,
        "message": log.source.message,
    }
    lines = [sent | _line_to_json(one) for one in doubtful]
    if unclear is not None and unclear.readings:
        lines.append(sent | _reading_to_json(unclear))
    elif unclear is not None:
        why = _UNREADABLE.get(unclear.why, _UNREADABLE["figures"])
        turn.say(turn.t(why, words=unclear.text[:60]))
    if lines:
        turn.begin(SetQuestion.name, lines=lines + _still_asked(turn))


def _reading_to_json(unclear: Unclear) -> dict[str, Any]:
    readings = [
        [_line_to_json(Doubtful(line, number, "")) for number, line in enumerate(one.lines)]
        for one in unclear.readings
    ]
    return {"doubt": "reading", "text": unclear.text[:200], "readings": readings}


def _still_asked(turn: Turn) -> list[dict[str, Any]]:
    """What an older message left to ask: it is neither dropped nor in the way."""
    open_flow = turn.open
    if open_flow is None or open_flow.flow != SetQuestion.name:
        return []
    return list(open_flow.data["lines"])[:MOST_PENDING]


class SetQuestion(Flow):
    """Which exercise, which reading, or whether so much was really meant."""

    name = "set question"
    version = 1
    first = "which"
    State = Pending

    def ask_which(self, turn: Turn, state: Pending) -> None:
        """The first doubtful line, with the likeliest answers as buttons."""
        line = state.lines[0]
        if line["doubt"] == "reading":
            _ask_reading(turn, line)
        elif line["doubt"] == MUCH:
            _ask_whether_so_much(turn, _line_from_json(line))
        else:
            _ask_exercise(turn, _line_from_json(line))

    @takes(Chosen, Words, to=("which", "name"))
    def got_which(self, turn: Turn, state: Pending, given: Chosen | Words) -> Outcome:
        """A tap, or the exercise's name typed."""
        log = _log_of(turn, state)
        if isinstance(given, Words):
            return _typed(turn, state, log, given.text)
        if given.value == OTHER:
            return GoTo("name")
        if not _answered(turn, log, state, given.value):
            return Stay(turn.t("Tap what you meant, please."))
        return _onwards(state, log)

    def ask_name(self, turn: Turn, state: Pending) -> None:
        """An exercise that was not among the choices."""
        turn.say(turn.t("Type the exercise."))

    @takes(Words, to=("which",))
    def got_name(self, turn: Turn, state: Pending, given: Words) -> Outcome:
        """A name of the library's; one it does not know is offered as new."""
        name = " ".join(given.text.split())[:LONGEST_NAME]
        if not any(character.isalpha() for character in name):
            return Stay(turn.t("Type the exercise's name, please."))
        log = _log_of(turn, state)
        outcome = _known(turn, state, log, name)
        if outcome is None:
            state.lines[0] |= {"words": name, "keys": []}
            outcome = GoTo("which")
        return outcome


def _ask_exercise(turn: Turn, line: Line) -> None:
    log = SetLog.of(turn)
    what = ", ".join(_words(turn, _in_unit(turn, one)) for one in line.efforts)
    keys = line.keys[:MOST_CHOICES] or _likely(turn, log, line)
    choices = [turn.choice(log.catalogue.name(key), key) for key in keys]
    choices.append(turn.choice(turn.t("Other"), OTHER))
    if line.words:
        new = turn.t("New: “{name}”", name=line.words[:30])
        choices.append(turn.choice(new, NEW))
        text = turn.t("Which “{words}” was {sets}?", words=line.words[:60], sets=what)
    else:
        text = turn.t("{sets} of what?", sets=what)
    turn.say(text, *_rows(choices))


def _likely(turn: Turn, log: SetLog, line: Line) -> tuple[str, ...]:
    if line.words:
        return tuple(log.vocabulary.suggest(line.words, MOST_CHOICES - 1))
    recent = recent_exercises(turn.db, turn.person.id, MOST_CHOICES - 1)
    return tuple(recent) or ("bench_press", "squat", "deadlift")


def _ask_reading(turn: Turn, line: dict[str, Any]) -> None:
    choices = []
    for number, reading in enumerate(line["readings"]):
        words = "; ".join(_describe(turn, _line_from_json(one)) for one in reading)
        choices.append(turn.choice(words[:60], f"r{number}"))
    choices.append(turn.choice(turn.t("Neither"), NOTHING))
    turn.say(turn.t("“{words}”: which do you mean?", words=line["text"]), *_rows(choices, 1))


def _describe(turn: Turn, line: Line) -> str:
    """`5 sets of 5 reps`, `5 kg × 5`, `80 kg × 8, yesterday`."""
    words = _describe_sets(turn, line)
    if line.day is None:
        return words
    return turn.t("{sets}, {day}", sets=words, day=turn.texts.day(line.day, turn.today))


def _describe_sets(turn: Turn, line: Line) -> str:
    efforts = [_in_unit(turn, one) for one in line.efforts]
    if len(efforts) > 1 and len(set(efforts)) == 1:
        each = _words(turn, efforts[0])
        return turn.tn("{count} set of {set}", "{count} sets of {set}", len(efforts), set=each)
    return ", ".join(_words(turn, one) for one in efforts)


def _words(turn: Turn, effort: Effort) -> str:
    return effort_line(turn.texts, effort, reader=turn.person.unit)


def _ask_whether_so_much(turn: Turn, line: Line) -> None:
    exercise = line.keys[0]
    effort = _in_unit(turn, line.efforts[0], exercise)
    best = SetLog.of(turn).absurd(exercise, line.efforts)
    less = _a_tenth(effort)
    yes = turn.t("Yes, {weight}", weight=turn.texts.number(effort.weight or Decimal(0)))
    turn.say(
        _so_much(turn, effort, less, best),
        (
            turn.choice(_words(turn, less), LESS),
            turn.choice(yes, KEEP),
            turn.choice(turn.t("Neither"), NOTHING),
        ),
    )


def _so_much(turn: Turn, effort: Effort, less: Effort, best: Decimal | None) -> str:
    values = {"set": _words(turn, effort), "less": _words(turn, less)}
    if not best:
        return turn.t("{set} is more than almost anybody lifts. Did you mean {less}?", **values)
    unit = effort.unit or turn.person.unit
    return turn.t(
        "{set} is far above your best, {best} {unit}. Did you mean {less}?",
        best=turn.texts.number(unit.from_kg(best), 1),
        unit=unit.value,
        **values,
    )


def _answered(turn: Turn, log: SetLog, state: Pending, value: str) -> bool:
    """Log what the tap meant; False where it is no answer to this question."""
    line = state.lines[0]
    if value == NOTHING:
        turn.say(turn.t("Left out. Type it anew when you like."))
        return True
    if line["doubt"] == "reading":
        return _log_reading(log, state, value)
    kept = _line_from_json(line)
    if line["doubt"] == MUCH:
        if value not in (KEEP, LESS):
            return False
        if value == LESS:
            line |= {"efforts": [effort_to_json(_a_tenth(one)) for one in kept.efforts]}
        value = kept.keys[0]
    elif value == NEW:
        value = _new_exercise(turn, log, kept.words, kept)
    _add(turn, log, line, value)
    return True


def _log_reading(log: SetLog, state: Pending, value: str) -> bool:
    """Log the reading; a line of it whose exercise is in doubt is the next question."""
    asked, number = state.lines[0], value.removeprefix("r")
    if not number.isdecimal() or int(number) >= len(asked["readings"]):
        return False
    sent = {name: asked[name] for name in ("at", "order", "message")}
    doubtful = []
    for body in asked["readings"][int(number)]:
        one = _line_from_json(body)
        current = None if one.words or one.keys else log.current()
        exercise = one.keys[0] if len(one.keys) == 1 else current
        if exercise is None:
            doubtful.append(sent | body | {"doubt": "which"})
        else:
            log.add(one, exercise, body["number"])
    state.lines[1:1] = doubtful
    return True


def _typed(turn: Turn, state: Pending, log: SetLog, words: str) -> Outcome:
    """Words instead of a tap: an exercise's name, or nothing for this question."""
    if state.lines[0]["doubt"] != "which":
        return Pass()
    return _known(turn, state, log, " ".join(words.split())[:LONGEST_NAME]) or Pass()


def _known(turn: Turn, state: Pending, log: SetLog, name: str) -> Outcome | None:
    """Log the line as an exercise of that name; None where there is none."""
    line = state.lines[0]
    match = log.vocabulary.match(name)
    if not match.keys:
        return None
    if len(match.keys) > 1:
        line |= {"words": name, "keys": list(match.keys)}
        return GoTo("which")
    _add(turn, log, line, match.keys[0])
    return _onwards(state, log)


def _add(turn: Turn, log: SetLog, line: dict[str, Any], exercise: str) -> None:
    into = queries.workout_by_id(turn.db, turn.person.id, line.get("workout", 0))
    if into is not None and into.status is Status.CANCELLED:
        into = None
    kept, superset = _line_from_json(line), line["superset"]
    log.add(kept, exercise, line["number"], superset=superset, into=into)


def _new_exercise(turn: Turn, log: SetLog, words: str, line: Line) -> str:
    """Keep an exercise of the person's own, counted in what its first set was counted in."""
    name = words[:LONGEST_NAME]
    name = name[:1].upper() + name[1:]
    own = queries.add_exercise(turn.db, turn.person.id, name, measure_of(line.efforts[0]), turn.now)
    log.catalogue.own = {**log.catalogue.own, own.key: own}
    return own.key


def _onwards(state: Pending, log: SetLog) -> Outcome:
    log.answer()
    state.lines.pop(0)
    return GoTo("which") if state.lines else Finished()


def _log_of(turn: Turn, state: Pending) -> SetLog:
    """Logs at the time and in the order of the message that was asked about."""
    line = state.lines[0]
    at = datetime.fromisoformat(line["at"])
    return SetLog.of(turn, at=at, order=line["order"], message=line["message"])


def _in_unit(turn: Turn, effort: Effort, exercise: str | None = None) -> Effort:
    """With the unit that is meant where none was named, for showing."""
    if effort.weight is None or effort.unit is not None:
        return effort
    unit = turn.person.unit if exercise is None else unit_of(turn, exercise)
    return replace(effort, unit=unit)


def _a_tenth(effort: Effort) -> Effort:
    """A zero too many is the usual slip."""
    return replace(effort, weight=(effort.weight or Decimal(0)) / 10)


def _rows(choices: list[Button], width: int = 2) -> list[tuple[Button, ...]]:
    return [tuple(choices[n : n + width]) for n in range(0, len(choices), width)]


def _line_to_json(one: Doubtful) -> dict[str, Any]:
    line = one.line
    return {
        "doubt": one.doubt,
        "number": one.number,
        "superset": one.superset,
        "workout": one.workout,
        "words": line.words,
        "keys": list(line.keys),
        "efforts": [effort_to_json(one) for one in line.efforts],
        "day": line.day.isoformat() if line.day else None,
        "rest": line.rest_seconds,
        "note": line.note,
    }


def _line_from_json(body: dict[str, Any]) -> Line:
    return Line(
        words=body["words"],
        keys=tuple(body["keys"]),
        efforts=tuple(effort_from_json(one) for one in body["efforts"]),
        day=date.fromisoformat(body["day"]) if body["day"] else None,
        rest_seconds=body["rest"],
        note=body["note"],
    )
